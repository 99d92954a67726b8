with newest_days as (
    select organization, max(date) as newest_day from {{ ref('app_days') }} group by organization
),

histories as (
    select
        app_days.organization,
        app_days.app_id,
        newest_days.newest_day,
        min(app_days.date) as first_seen_on,
        max(app_days.date) as last_seen_on,
        max(case when app_days.creator_name is not null then app_days.date end) as creator_known_on,
        max(case when app_days.date = {{ days_before('newest_days.newest_day', 30) }} then app_days.data end)
            as data_30_days_ago,
        {{ total('case when app_days.date > ' ~ days_before('newest_days.newest_day', 30)
                 ~ ' then app_days.automation_runs end') }} as automation_runs_30_days,
        {{ total('case when app_days.date > ' ~ days_before('newest_days.newest_day', 30)
                 ~ ' then app_days.attachment_bytes end') }} as attachment_bytes_30_days
    from {{ ref('app_days') }} as app_days
    inner join newest_days on app_days.organization = newest_days.organization
    group by app_days.organization, app_days.app_id, newest_days.newest_day
),

latest as (
    select
        last_seen.*,
        histories.newest_day,
        histories.first_seen_on,
        histories.last_seen_on,
        histories.last_seen_on = histories.newest_day as is_current,
        creator_day.creator_member_id as last_known_creator_member_id,
        creator_day.creator_name as last_known_creator_name,
        histories.data_30_days_ago,
        histories.automation_runs_30_days,
        histories.attachment_bytes_30_days
    from histories
    inner join {{ ref('app_days') }} as last_seen
        on
            histories.organization = last_seen.organization
            and histories.app_id = last_seen.app_id
            and histories.last_seen_on = last_seen.date
    left join {{ ref('app_days') }} as creator_day
        on
            histories.organization = creator_day.organization
            and histories.app_id = creator_day.app_id
            and histories.creator_known_on = creator_day.date
)

select
    organization,
    app_id,
    app_name,
    first_seen_on,
    last_seen_on,
    is_current,
    creator_member_id,
    creator_name,
    last_known_creator_member_id,
    last_known_creator_name,
    created_on,
    last_edit_on,
    last_visit_on,
    days_since_last_visit + {{ dbt.datediff('last_seen_on', 'newest_day', 'day') }} as days_since_last_visit,
    is_current and is_inactive as is_inactive,
    is_current and is_orphaned as is_orphaned,
    creator_is_member,
    forms,
    dashboards,
    automations,
    public_links,
    data,
    {%- set data_of_current_apps = 'sum(case when is_current then data end) over (partition by organization)' %}
    case when is_current then {{ share('data', data_of_current_apps) }} end as data_share,
    case when is_current then data - data_30_days_ago end as data_growth_30_days,
    automation_runs_30_days,
    attachment_bytes_30_days
from latest
