{%- set sums = ['forms'] + metric_names('app_usage').values() | reject('equalto', 'apps') | list -%}
{%- set parts = ['stayed', 'new', 'deleted'] -%}
{#- Growth since the previous loaded day, and over a period; the suffix of the columns of each. -#}
{%- set spans = {'day': '', 'period': '_' ~ period_days() ~ '_days'} -%}
with sums as (
    select
        organization,
        date,
        count(*) as apps,
        {%- for name in sums %}
        {{ total(name) }} as {{ name }},
        {%- endfor %}
        {{ number_of('case when is_inactive is not null then coalesce(days_since_last_visit < 7, false) end') }}
            as visited_apps_7_days,
        {{ number_of('is_inactive') }} as inactive_apps,
        {{ number_of('is_idle') }} as idle_apps,
        {{ number_of('is_unattended') }} as unattended_apps,
        {{ number_of('is_orphaned') }} as orphaned_apps,
        case
            when count(creator_is_member) > 0
                then count(distinct case when not creator_is_member then creator_member_id end)
        end as creators_left
    from {{ ref('usagestats__app_days') }}
    group by organization, date
),

compared_days as (
    select organization, date, 'day' as span, lag(date) over (partition by organization order by date) as earlier_day
    from sums
    union all
    select days.organization, days.date, 'period' as span, earlier.date as earlier_day
    from sums as days
    inner join sums as earlier
        on days.organization = earlier.organization and earlier.date = {{ days_before('days.date', period_days()) }}
),

{% for side, day in {'later': 'date', 'earlier': 'earlier_day'}.items() -%}
{{ side }}_apps as (
    select days.organization, days.date, days.span, app_days.app_id, app_days.records
    from compared_days as days
    inner join {{ ref('usagestats__app_days') }} as app_days
        on days.organization = app_days.organization and days.{{ day }} = app_days.date
    where days.earlier_day is not null
),

{% endfor -%}
growth_of_apps as (
    select
        coalesce(later.organization, earlier.organization) as organization,
        coalesce(later.date, earlier.date) as date,
        coalesce(later.span, earlier.span) as span,
        case when earlier.app_id is null then 'new' when later.app_id is null then 'deleted' else 'stayed' end as part,
        case
            when earlier.app_id is null then later.records
            when later.app_id is null then -earlier.records
            else later.records - earlier.records
        end as growth
    from later_apps as later
    full outer join earlier_apps as earlier
        on
            later.organization = earlier.organization
            and later.date = earlier.date
            and later.span = earlier.span
            and later.app_id = earlier.app_id
),

growth as (
    select
        organization,
        date
        {%- for span, suffix in spans.items() %}
        {%- for part in parts %},
        {%- set is_of_part = "span = '" ~ span ~ "' and part = '" ~ part ~ "'" %}
        case
            when count(case when span = '{{ span }}' then growth end) > 0
                then coalesce({{ total('case when ' ~ is_of_part ~ ' then growth end') }}, 0)
        end as records_growth_{{ part }}_apps{{ suffix }}
        {%- endfor %}
        {%- endfor %}
    from growth_of_apps
    group by organization, date
),

change_counts as (
    select
        organization,
        date,
        count(case when change = 'appeared' then 1 end) as apps_appeared,
        count(case when change = 'vanished' then 1 end) as apps_vanished
    from {{ ref('usagestats__app_changes') }}
    group by organization, date
),

days as (
    select *, {{ contract_year('date') }} as contract_year from sums
)

select
    days.organization,
    days.date,
    days.apps,
    {%- for name in sums %}
    days.{{ name }},
    {%- endfor %}
    {%- for suffix in spans.values() %}
    {% for part in parts %}growth.records_growth_{{ part }}_apps{{ suffix }}{{ ' + ' if not loop.last }}{% endfor %}
        as records_growth{{ suffix }},
    {%- for part in parts %}
    growth.records_growth_{{ part }}_apps{{ suffix }},
    {%- endfor %}
    {%- endfor %}
    coalesce(change_counts.apps_appeared, 0) as apps_appeared,
    coalesce(change_counts.apps_vanished, 0) as apps_vanished,
    days.visited_apps_7_days,
    days.inactive_apps,
    days.idle_apps,
    days.unattended_apps,
    days.orphaned_apps,
    days.creators_left,
    days.contract_year,
    cast(sum(days.attachment_bytes) over (
        partition by days.organization, days.contract_year order by days.date
        rows between unbounded preceding and current row
    ) as {{ dbt.type_bigint() }}) as attachment_bytes_contract_year,
    platform.apps as apps_reported,
    platform.records as records_reported,
    platform.apps - days.apps as apps_difference,
    platform.records - days.records as records_difference
from days
left join growth on days.organization = growth.organization and days.date = growth.date
left join change_counts on days.organization = change_counts.organization and days.date = change_counts.date
left join {{ ref('stg_usagestats__platform_usage') }} as platform
    on days.organization = platform.organization and days.date = platform.date
