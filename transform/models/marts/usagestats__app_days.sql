with days as (
    select
        loaded_days.organization,
        loaded_days.date,
        organizations.first_day,
        lag(loaded_days.date) over (partition by loaded_days.organization order by loaded_days.date) as previous_day
    from (select distinct organization, date from {{ ref('stg_usagestats__app_usage') }}) as loaded_days
    inner join {{ ref('usagestats__organizations') }} as organizations
        on loaded_days.organization = organizations.organization and loaded_days.date >= organizations.first_day
),

member_days as (
    select distinct organization, date from {{ ref('stg_usagestats__member_usage') }}
),

usage_days as (
    select
        app_usage.*,
        days.first_day,
        days.previous_day,
        {{ utc_plus_8_day('app_usage.created_at') }} as created_on,
        {{ utc_plus_8_day('app_usage.last_edit_at') }} as last_edit_on,
        {{ utc_plus_8_day('app_usage.last_visit_at') }} as last_visit_on,
        lag(app_usage.date) over (partition by app_usage.organization, app_usage.app_id order by app_usage.date)
            as previous_date,
        lag(app_usage.records) over (partition by app_usage.organization, app_usage.app_id order by app_usage.date)
            as previous_records,
        case
            when app_usage.creator_member_id is not null and member_days.date is not null
                then members.member_id is not null
        end as creator_is_member
    from {{ ref('stg_usagestats__app_usage') }} as app_usage
    inner join days on app_usage.organization = days.organization and app_usage.date = days.date
    left join member_days on app_usage.organization = member_days.organization and app_usage.date = member_days.date
    left join {{ ref('stg_usagestats__member_usage') }} as members
        on
            app_usage.organization = members.organization
            and app_usage.date = members.date
            and app_usage.creator_member_id = members.member_id
),

grown as (
    select
        *,
        case
            when previous_date = previous_day then records - previous_records
            when previous_day is not null then records -- the app was not there
        end as records_growth
    from usage_days
),

worked as (
    select
        *,
        {%- set has_worked = 'automation_runs > 0 or attachment_bytes > 0 or records_growth > 0' %}
        {%- set is_told = 'coalesce(automation_runs, attachment_bytes) is not null' %}
        {%- for name, condition in {'last_worked_on': has_worked, 'work_last_told_on': is_told}.items() %}
        max(case when {{ condition }} then date end) over (
            partition by organization, app_id order by date rows between unbounded preceding and current row
        ) as {{ name }},
        {%- endfor %}
        {%- set days_without_visit = days_between('coalesce(last_visit_on, created_on)', 'date') %}
        {%- set is_inactive = 'coalesce(' ~ days_without_visit ~ ' >= ' ~ inactive_after_days() ~ ', '
            ~ unless_missing('created_at', 'true') ~ ')' %}
        {{ unless_missing('last_visit_at', is_inactive) }} as is_inactive
    from grown
),

judged as (
    select
        *,
        {%- set period_start = days_before('date', period_days() - 1) %}
        case
            when not is_inactive or (is_inactive and last_worked_on >= {{ period_start }}) then false
            when is_inactive and first_day <= {{ period_start }} and work_last_told_on >= {{ period_start }} then true
        end as is_idle
    from worked
)

select
    organization,
    date,
    app_id,
    app_name,
    creator_member_id,
    creator_name,
    created_on,
    last_edit_on,
    last_visit_on,
    last_worked_on,
    {{ unless_missing('last_edit_at', 'coalesce(last_edit_on = date, false)') }} as was_edited,
    {{ unless_missing('last_visit_at', 'coalesce(last_visit_on = date, false)') }} as was_visited,
    case when last_visit_on > date then 0 else {{ days_between('last_visit_on', 'date') }} end as days_since_last_visit,
    is_inactive,
    is_idle,
    is_inactive and not is_idle as is_unattended,
    case
        when is_idle then 'idle'
        when is_inactive and not is_idle then 'unattended'
        when is_inactive then 'inactive'
        when not is_inactive then 'used'
        else 'unknown'
    end as status,
    creator_is_member,
    {%- set is_orphaned = 'coalesce(not creator_is_member, creator_member_id is null)' %}
    {{ unless_missing('creator_member_id', is_orphaned) }} as is_orphaned,
    {%- for name in metric_names('app_usage').values() %}
    {{ name }},
    {%- endfor %}
    standard_forms + workflow_forms as forms,
    records_growth
from judged
