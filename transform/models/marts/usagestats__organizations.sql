{%- set metrics = metric_names('app_usage').values() | list -%}
with days as (
    select
        organization,
        date,
        max(case when {% for name in metrics %}{{ name }} <> 0{{ ' or ' if not loop.last }}{% endfor %} then 1 else 0 end)
            as has_figures,
        max(case when coalesce({{ metrics | join(', ') }}) is not null then 1 else 0 end) as has_known_figures
    from {{ ref('stg_usagestats__app_usage') }}
    group by organization, date
),

firsts as (
    select
        organization,
        min(date) as first_loaded_on,
        min(case when has_figures = 1 or has_known_figures = 0 then date end) as first_day
    from days
    group by organization
)

select
    days.organization,
    firsts.first_loaded_on,
    firsts.first_day,
    case when firsts.first_day is not null then max(days.date) end as newest_day,
    {{ total('case when firsts.first_day <= days.date then 0 else 1 end') }} as days_without_figures,
    cast({{ var('inactive_after_days') }} as {{ dbt.type_bigint() }}) as inactive_after_days
from days
inner join firsts on days.organization = firsts.organization
group by days.organization, firsts.first_loaded_on, firsts.first_day
