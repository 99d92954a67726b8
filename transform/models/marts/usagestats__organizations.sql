{%- set metrics = metric_names('app_usage').values() | list -%}
with days as (
    select
        organization,
        date,
        max(case when {{ metrics | join(' <> 0 or ') }} <> 0 then date end) as day_with_figures,
        max(case when coalesce({{ metrics | join(', ') }}) is not null then date end) as day_with_known_figures
    from {{ ref('stg_usagestats__app_usage') }}
    group by organization, date
),

firsts as (
    select
        organization,
        min(date) as first_loaded_on,
        min(case when day_with_known_figures is null then date else day_with_figures end) as first_day
    from days
    group by organization
)

select
    days.organization,
    firsts.first_loaded_on,
    firsts.first_day,
    case when firsts.first_day is not null then max(days.date) end as newest_day,
    {{ total('case when firsts.first_day <= days.date then 0 else 1 end') }} as days_without_figures,
    cast({{ inactive_after_days() }} as {{ dbt.type_bigint() }}) as inactive_after_days
from days
inner join firsts on days.organization = firsts.organization
group by days.organization, firsts.first_loaded_on, firsts.first_day
