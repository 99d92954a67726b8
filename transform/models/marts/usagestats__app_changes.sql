with days as (
    select
        organization,
        date,
        lag(date) over (partition by organization order by date) as previous_day,
        lead(date) over (partition by organization order by date) as next_day
    from (select distinct organization, date from {{ ref('usagestats__app_days') }}) as loaded_days
),

app_days as (
    select
        app_days.*,
        days.previous_day,
        days.next_day
    from {{ ref('usagestats__app_days') }} as app_days
    inner join days on app_days.organization = days.organization and app_days.date = days.date
),

each_day as (
    select
        *,
        {%- for column in ['date', 'app_name', 'creator_member_id', 'creator_name', 'public_links', 'last_visit_on',
                           'is_inactive', 'is_idle'] %}
        lag({{ column }}) over (partition by organization, app_id order by date) as previous_{{ column }},
        {%- endfor %}
        lead(date) over (partition by organization, app_id order by date) as next_date
    from app_days
),

days_with_members as (
    select
        *
        {%- for column in ['creator_member_id', 'creator_name', 'creator_is_member'] %},
        lag({{ column }}) over (partition by organization, app_id order by date) as previous_{{ column }}
        {%- endfor %}
    from app_days
    where creator_is_member is not null
)
{#- Of each kind: where it shows, on which day, the value before and after, and when it has happened. -#}
{%- set same_name = 'creator_name is not distinct from previous_creator_name' -%}
{%- set kinds = {
    'appeared': ['each_day', 'date', as_text('null'), 'app_name',
        'previous_day is not null and (previous_date is null or previous_date < previous_day)'],
    'vanished': ['each_day', 'next_day', 'app_name', as_text('null'),
        'next_day is not null and (next_date is null or next_date > next_day)'],
    'renamed': ['each_day', 'date', 'previous_app_name', 'app_name',
        'previous_date is not null and app_name is distinct from previous_app_name'],
    'creator changed': ['each_day', 'date',
        'coalesce(case when not (' ~ same_name ~ ') then previous_creator_name end, previous_creator_member_id)',
        'coalesce(case when not (' ~ same_name ~ ') then creator_name end, creator_member_id)',
        'previous_date is not null and creator_member_id is distinct from previous_creator_member_id'],
    'creator left': ['days_with_members', 'date', 'coalesce(previous_creator_name, creator_member_id)', as_text('null'),
        'creator_member_id = previous_creator_member_id and previous_creator_is_member and not creator_is_member'],
    'public links changed': ['each_day', 'date', as_text('previous_public_links'), as_text('public_links'),
        'previous_date is not null and public_links is distinct from previous_public_links'],
    'became idle': ['each_day', 'date', as_text('null'), as_text('null'), 'is_idle and not previous_is_idle'],
    'used again': ['each_day', 'date', as_text('previous_last_visit_on'), as_text('last_visit_on'),
        'not is_inactive and previous_is_inactive'],
} %}
{%- for change, (source, date, value_before, value_after, has_happened) in kinds.items() %}

{{ 'union all\n\n' if not loop.first -}}
select
    organization,
    app_id,
    {{ date }} as date,
    '{{ change }}' as change,
    app_name,
    {{ value_before }} as value_before,
    {{ value_after }} as value_after
from {{ source }}
where {{ has_happened }}
{%- endfor %}
