{%- set period_start = days_before('organizations.newest_day', period_days()) -%}
{%- set figures = metric_names('app_usage').values() | reject('in', ['apps', 'automation_runs', 'attachment_bytes']) -%}
with app_days as (
    select
        app_days.*,
        organizations.newest_day,
        {{ period_start }} as period_start,
        max(case when app_days.date = {{ period_start }} then app_days.date end)
            over (partition by app_days.organization) as loaded_period_start,
        max(case when app_days.creator_is_member then app_days.date end)
            over (partition by app_days.organization, app_days.app_id) as creator_was_member_on
    from {{ ref('usagestats__app_days') }} as app_days
    inner join {{ ref('usagestats__organizations') }} as organizations
        on app_days.organization = organizations.organization
),

histories as (
    select
        organization,
        app_id,
        newest_day,
        loaded_period_start,
        min(date) as first_seen_on,
        max(date) as last_seen_on,
        max(case when creator_name is not null then date end) as creator_known_on,
        min(
            case when is_orphaned and date > coalesce(creator_was_member_on, {{ days_before('date', 1) }}) then date end
        ) as orphaned_since,
        max(case when date = period_start then date end) as there_on_period_start,
        max(case when date = period_start then status end) as status_{{ period_days() }}_days_ago,
        max(case when date = period_start then records end) as records_{{ period_days() }}_days_ago,
        {{ total('case when date > period_start then automation_runs end') }}
            as automation_runs_{{ period_days() }}_days,
        {{ total('case when date > period_start then attachment_bytes end') }}
            as attachment_bytes_{{ period_days() }}_days
    from app_days
    group by organization, app_id, newest_day, loaded_period_start
),

latest as (
    select
        last_seen.*,
        histories.newest_day,
        histories.loaded_period_start,
        histories.first_seen_on,
        histories.last_seen_on,
        histories.last_seen_on = histories.newest_day as is_current,
        histories.orphaned_since,
        histories.there_on_period_start,
        histories.status_{{ period_days() }}_days_ago,
        histories.records_{{ period_days() }}_days_ago,
        histories.automation_runs_{{ period_days() }}_days,
        histories.attachment_bytes_{{ period_days() }}_days,
        creator_day.creator_member_id as last_known_creator_member_id,
        creator_day.creator_name as last_known_creator_name
    from histories
    inner join {{ ref('usagestats__app_days') }} as last_seen
        on
            histories.organization = last_seen.organization
            and histories.app_id = last_seen.app_id
            and histories.last_seen_on = last_seen.date
    left join {{ ref('usagestats__app_days') }} as creator_day
        on
            histories.organization = creator_day.organization
            and histories.app_id = creator_day.app_id
            and histories.creator_known_on = creator_day.date
)

select
    organization,
    app_id,
    app_name,
    case when is_current then status else 'deleted' end as status,
    status_{{ period_days() }}_days_ago,
    first_seen_on,
    last_seen_on,
    is_current,
    creator_member_id,
    creator_name,
    last_known_creator_member_id,
    last_known_creator_name,
    creator_is_member,
    created_on,
    last_edit_on,
    last_visit_on,
    last_worked_on,
    case when last_visit_on > newest_day then 0 else {{ days_between('last_visit_on', 'newest_day') }} end
        as days_since_last_visit,
    is_current and is_inactive as is_inactive,
    case when is_current and is_inactive then coalesce(last_visit_on, created_on) end as inactive_since,
    is_current and is_idle as is_idle,
    is_current and is_unattended as is_unattended,
    is_current and is_orphaned as is_orphaned,
    case when is_current and is_orphaned then orphaned_since end as orphaned_since,
    {%- for name in figures %}
    {{ name }},
    {%- endfor %}
    forms,
    {%- set records_of_current_apps = 'sum(case when is_current then records end) over (partition by organization)' %}
    case when is_current then {{ share('records', records_of_current_apps) }} end as records_share,
    case
        when loaded_period_start is null then null
        when there_on_period_start is null then case when is_current then records end
        when is_current then records - records_{{ period_days() }}_days_ago
        else -records_{{ period_days() }}_days_ago
    end as records_growth_{{ period_days() }}_days,
    automation_runs_{{ period_days() }}_days,
    attachment_bytes_{{ period_days() }}_days
from latest
