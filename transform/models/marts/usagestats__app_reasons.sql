{%- set days_before_the_week = week() * weeks_of_range() -%}
{%- set last_week = 'date > ' ~ days_before('newest_day', week()) -%}
{#- Each seed column is quoted, as in the seed's table. -#}
{%- set exempt = {} -%}
{%- for column in ['app_id', 'reason', 'until'] -%}
    {%- do exempt.update({column: 'exempt.' ~ adapter.quote(column)}) -%}
{%- endfor -%}
with recent_days as (
    select
        app_days.organization,
        app_days.app_id,
        app_days.date,
        organizations.first_day,
        organizations.newest_day,
        app_days.records,
        app_days.public_links,
        {%- set each_app = 'over (partition by app_days.organization, app_days.app_id order by app_days.date)' %}
        lag(app_days.date) {{ each_app }} as previous_date,
        lag(app_days.public_links) {{ each_app }} as previous_public_links,
        app_days.records - lag(app_days.records, {{ week() }}) {{ each_app }} as growth_of_week
    from {{ ref('usagestats__app_days') }} as app_days
    inner join {{ ref('usagestats__organizations') }} as organizations
        on app_days.organization = organizations.organization
    where app_days.date >= {{ days_before('organizations.newest_day', days_before_the_week + week()) }}
),

recently as (
    select
        organization,
        app_id,
        max(
            case
                when {{ last_week }} and public_links > case
                    when previous_date is not null then previous_public_links
                    when date > first_day then 0 -- the app was not there
                end
                    then date
            end
        ) as link_opened_on,
        count(records) = {{ days_before_the_week + week() + 1 }} as has_all_days,
        max(case when date = newest_day then growth_of_week end) as growth_of_week,
        max(case when not {{ last_week }} then growth_of_week end) as largest_growth_before
    from recent_days
    group by organization, app_id
),

known as (
    select
        apps.*,
        organizations.newest_day,
        changes.date as vanished_on,
        recently.link_opened_on,
        case when recently.has_all_days then recently.growth_of_week end as growth_of_week,
        recently.largest_growth_before
    from {{ ref('usagestats__apps') }} as apps
    inner join {{ ref('usagestats__organizations') }} as organizations
        on apps.organization = organizations.organization
    left join recently on apps.organization = recently.organization and apps.app_id = recently.app_id
    left join {{ ref('usagestats__app_changes') }} as changes
        on
            apps.organization = changes.organization
            and apps.app_id = changes.app_id
            and changes.change = 'vanished'
            and changes.date > apps.last_seen_on
),

found as (
    select known.organization, known.app_id, reasons.reason, known.newest_day, {{ of_reason('since') }} as since
    from known
    cross join (
        {%- for reason in reasons() %}
        select '{{ reason }}' as reason {{- ' union all' if not loop.last }}
        {%- endfor %}
    ) as reasons
    where {{ of_reason('when') }}
)

select
    found.organization,
    found.app_id,
    found.reason,
    found.since,
    count({{ exempt.app_id }}) > 0 as is_exempt,
    case when count({{ exempt.app_id }}) = count({{ exempt.until }}) then max({{ exempt.until }}) end as exempt_until
from found
left join {{ ref('exempt') }} as exempt
    on
        found.app_id = {{ exempt.app_id }}
        and coalesce({{ exempt.reason }}, '') in ('', found.reason) -- BigQuery loads an empty text, not null
        and coalesce({{ exempt.until }}, found.newest_day) >= found.newest_day
group by found.organization, found.app_id, found.reason, found.since
