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
        {#- Of the app's previous day on which it can be told, as on this day, whether the creator is a member. #}
        {%- for column in ['creator_member_id', 'creator_name', 'creator_is_member'] %}
        lag({{ column }}) over (partition by organization, app_id, creator_is_member is null order by date)
            as judged_{{ column }},
        {%- endfor %}
        lead(date) over (partition by organization, app_id order by date) as next_date
    from app_days
)
{#- The kinds are conditions on one reading of each_day, because DuckDB and BigQuery would compute it anew for each part
    of a union. -#}
{%- set nothing = 'null' -%}
{%- set name_differs = 'creator_name is distinct from previous_creator_name' -%}
{%- set kinds = {
    'appeared': {
        'when': 'previous_day is not null and (previous_date is null or previous_date < previous_day)',
        'before': nothing,
        'after': 'app_name',
    },
    'vanished': {
        'when': 'next_day is not null and (next_date is null or next_date > next_day)',
        'before': 'app_name',
        'after': nothing,
    },
    'renamed': {
        'when': 'previous_date is not null and app_name is distinct from previous_app_name',
        'before': 'previous_app_name',
        'after': 'app_name',
    },
    'creator changed': {
        'when': 'previous_date is not null and creator_member_id is distinct from previous_creator_member_id',
        'before': 'coalesce(case when ' ~ name_differs ~ ' then previous_creator_name end, previous_creator_member_id)',
        'after': 'coalesce(case when ' ~ name_differs ~ ' then creator_name end, creator_member_id)',
    },
    'creator left': {
        'when': 'creator_member_id = judged_creator_member_id and judged_creator_is_member and not creator_is_member',
        'before': 'coalesce(judged_creator_name, creator_member_id)',
        'after': nothing,
    },
    'public links changed': {
        'when': 'previous_date is not null and public_links is distinct from previous_public_links',
        'before': as_text('previous_public_links'),
        'after': as_text('public_links'),
    },
    'became idle': {
        'when': 'is_idle and not previous_is_idle',
        'before': nothing,
        'after': nothing,
    },
    'used again': {
        'when': 'not is_inactive and previous_is_inactive',
        'before': as_text('previous_last_visit_on'),
        'after': as_text('last_visit_on'),
    },
} %}

select
    each_day.organization,
    each_day.app_id,
    case when kinds.change = 'vanished' then each_day.next_day else each_day.date end as date,
    kinds.change,
    each_day.app_name,
    case kinds.change
        {%- for change, kind in kinds.items() %}
        when '{{ change }}' then {{ kind['before'] }}
        {%- endfor %}
    end as value_before,
    case kinds.change
        {%- for change, kind in kinds.items() %}
        when '{{ change }}' then {{ kind['after'] }}
        {%- endfor %}
    end as value_after
from each_day
cross join (
    {%- for change in kinds %}
    select '{{ change }}' as change {{- ' union all' if not loop.last }}
    {%- endfor %}
) as kinds
where
    case kinds.change
        {%- for change, kind in kinds.items() %}
        when '{{ change }}' then {{ kind['when'] }}
        {%- endfor %}
    end
