{#- The trend is told from what the last eight weeks added: of each day with the day a week before it, so that weekdays
    do not matter, and of these the middle half, so that neither an import nor a deletion does. -#}
{%- set trend_days = week() * 8 -%}
{%- set least_growths = 28 -%}
{%- set forecast_days = 730 -%}
{%- set largest_apps = 5 -%}
{%- set is_daily = "metric in ('" ~ daily_metrics() | join("', '") ~ "')" -%}
with limits as (
    select organization, metric, period, valid_from, plan_limit, newest_day
    from (
        select
            organizations.organization,
            organizations.newest_day,
            plan_limits.metric,
            plan_limits.period,
            plan_limits.valid_from,
            plan_limits.plan_limit,
            row_number() over (
                partition by organizations.organization, plan_limits.metric, plan_limits.period
                order by
                    case when plan_limits.organization = '' then 1 else 0 end,
                    case when plan_limits.valid_from is null then 1 else 0 end,
                    plan_limits.valid_from desc
            ) as place
        from {{ ref('usagestats__organizations') }} as organizations
        inner join {{ ref('stg_usagestats__plan_limits') }} as plan_limits
            on plan_limits.organization = '' or plan_limits.organization = organizations.organization
        where plan_limits.valid_from is null or plan_limits.valid_from <= organizations.newest_day
    ) as valid_limits
    where place = 1 and newest_day is not null
),

days as (
    select
        limits.*,
        organization_days.date,
        {{ figure_of('limits.metric', 'organization_days') }} as figure,
        {{ period_number('limits.period', 'organization_days.date') }} as period_number
    from limits
    inner join {{ ref('usagestats__organization_days') }} as organization_days
        on limits.organization = organization_days.organization
),

used_days as (
    select
        *,
        max(case when used < plan_limit then date end) over (partition by organization, metric, period) as last_below
    from (
        select
            *,
            case
                when {{ is_daily }} then cast(sum(figure) over (
                    partition by organization, metric, period, period_number order by date
                ) as {{ dbt.type_bigint() }})
                else figure
            end as used
        from days
    ) as counted_days
),

used_now as (
    select
        organization,
        metric,
        period,
        valid_from,
        plan_limit,
        newest_day,
        max(case when date = newest_day then used end) as used,
        max(period_number) as period_number,
        min(
            case
                when
                    used >= plan_limit
                    and (last_below is null or date > last_below)
                    and (valid_from is null or date >= valid_from)
                    then date
            end
        ) as reached_since
    from used_days
    group by organization, metric, period, valid_from, plan_limit, newest_day
),

limited as (
    select distinct organization, metric, {{ is_daily }} as is_daily from limits
),

recent_days as (
    select
        app_days.*,
        newest.newest_day,
        min(app_days.date) over (partition by app_days.organization) as first_recent_day,
        min(app_days.date) over (partition by app_days.organization, app_days.app_id) as first_seen_on,
        max(app_days.date) over (partition by app_days.organization, app_days.app_id) as last_seen_on
    from {{ ref('usagestats__app_days') }} as app_days
    inner join (select distinct organization, newest_day from limits) as newest
        on app_days.organization = newest.organization
    where app_days.date >= {{ days_before('newest.newest_day', trend_days) }}
),

{#- Of the apps that stayed; of what is counted by day, also of those that came; the number of apps is that of all. #}
figures as (
    select
        recent_days.organization,
        limited.metric,
        limited.is_daily,
        recent_days.app_id,
        recent_days.date,
        {{ figure_of('limited.metric', 'recent_days') }} as figure
    from recent_days
    inner join limited on recent_days.organization = limited.organization
    where
        limited.metric <> 'apps'
        and recent_days.last_seen_on = recent_days.newest_day
        and (limited.is_daily or recent_days.first_seen_on = recent_days.first_recent_day)
    union all
    select organization, metric, false as is_daily, '' as app_id, date, figure
    from days
    where metric = 'apps' and date >= {{ days_before('newest_day', trend_days) }}
),

series as (
    select
        organization,
        metric,
        is_daily,
        app_id,
        date,
        case
            when is_daily then sum(figure) over (partition by organization, metric, app_id order by date)
            else figure
        end as figure,
        row_number() over (partition by organization, metric, app_id order by date) as day_number
    from figures
),

weeks as (
    select later.organization, later.metric, later.app_id, later.date, later.figure - earlier.figure as growth
    from series as later
    inner join series as earlier
        on
            later.organization = earlier.organization
            and later.metric = earlier.metric
            and later.app_id = earlier.app_id
            and earlier.date = {{ days_before('later.date', week()) }}
            and (not later.is_daily or later.day_number - earlier.day_number = {{ week() }})
    where later.figure is not null and earlier.figure is not null
),

{#- Of each app, and without an app ID of the organization. #}
growths as (
    select organization, metric, app_id, growth from weeks where app_id <> ''
    union all
    select organization, metric, '' as app_id, sum(growth) as growth from weeks group by organization, metric, date
),

ranked_growths as (
    select
        *,
        row_number() over (partition by organization, metric, app_id order by growth) as place,
        count(*) over (partition by organization, metric, app_id) as places
    from growths
),

trends as (
    select organization, metric, app_id, {{ share(total('growth'), 'count(*) * ' ~ week()) }} as trend_a_day
    from ranked_growths
    where places >= {{ least_growths }} and 4 * place > places and 4 * (places + 1 - place) > places
    group by organization, metric, app_id
),

growing_apps as (
    select
        *,
        row_number() over (partition by organization, metric order by trend_a_day desc, app_id) as place,
        sum(trend_a_day) over (partition by organization, metric) as trend_of_all
    from trends
    where app_id <> '' and trend_a_day > 0
),

top_apps as (
    select
        growing_apps.organization,
        growing_apps.metric,
        sum(growing_apps.trend_a_day) / max(growing_apps.trend_of_all) as top_apps_share,
        {{ dbt.listagg('growing_apps.app_id', "','", 'order by growing_apps.place') }} as top_app_ids,
        {{ dbt.listagg('coalesce(apps.app_name, apps.app_id)', "', '", 'order by growing_apps.place') }} as top_apps
    from growing_apps
    inner join {{ ref('usagestats__apps') }} as apps
        on growing_apps.organization = apps.organization and growing_apps.app_id = apps.app_id
    where growing_apps.place <= {{ largest_apps }}
    group by growing_apps.organization, growing_apps.metric
),

idle_apps as (
    select organization, metric, {{ total('case when is_idle then figure when not is_idle then 0 end') }} as idle_used
    from (
        select
            apps.organization,
            apps.is_idle,
            limited.metric,
            case
                when limited.metric = 'apps' then 1
                else {{ figure_of('limited.metric', 'apps', ['apps'] + daily_metrics()) }}
            end as figure
        from {{ ref('usagestats__apps') }} as apps
        inner join limited on apps.organization = limited.organization
        where apps.is_current and not limited.is_daily
    ) as figures_of_apps
    group by organization, metric
),

levels as (
    select used_now.*, trends.trend_a_day
    from used_now
    left join trends
        on
            used_now.organization = trends.organization
            and used_now.metric = trends.metric
            and trends.app_id = ''
),

coming_days as (
    select
        levels.*,
        {{ days_after('levels.newest_day', 'cast(ahead.generated_number as ' ~ dbt.type_int() ~ ')') }} as date
    from levels
    cross join ({{ dbt.generate_series(forecast_days) }}) as ahead
    where levels.used < levels.plan_limit and levels.trend_a_day > 0
),

forecasts as (
    select organization, metric, period, min(date) as reached_on
    from (
        select
            *,
            case when coming_period_number = period_number then used else 0 end
            + trend_a_day * row_number() over (
                partition by organization, metric, period, coming_period_number order by date
            ) as coming_used
        from (select *, {{ period_number('period', 'date') }} as coming_period_number from coming_days) as numbered_days
    ) as used_in_coming_days
    where coming_used >= plan_limit
    group by organization, metric, period
)

select
    levels.organization,
    levels.metric,
    levels.period,
    levels.valid_from,
    levels.plan_limit,
    levels.newest_day as date,
    levels.used,
    {{ share('levels.used', 'levels.plan_limit') }} as share,
    levels.trend_a_day,
    case when levels.used >= levels.plan_limit then levels.reached_since else forecasts.reached_on end as reached_on,
    idle_apps.idle_used,
    case
        when levels.trend_a_day > 0 then cast(floor(idle_apps.idle_used / levels.trend_a_day) as {{ dbt.type_bigint() }})
    end as days_gained_by_archiving,
    top_apps.top_apps_share,
    top_apps.top_app_ids,
    top_apps.top_apps
from levels
left join forecasts
    on
        levels.organization = forecasts.organization
        and levels.metric = forecasts.metric
        and levels.period = forecasts.period
left join idle_apps on levels.organization = idle_apps.organization and levels.metric = idle_apps.metric
left join top_apps on levels.organization = top_apps.organization and levels.metric = top_apps.metric
