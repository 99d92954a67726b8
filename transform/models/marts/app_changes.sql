with days as (
    select
        organization,
        date,
        lag(date) over (partition by organization order by date) as previous_day,
        lead(date) over (partition by organization order by date) as next_day
    from (select distinct organization, date from {{ ref('app_days') }}) as loaded_days
),

app_days as (
    select
        organization,
        date,
        app_id,
        app_name,
        creator_member_id,
        creator_name,
        public_links,
        lag(date) over (partition by organization, app_id order by date) as previous_date,
        lead(date) over (partition by organization, app_id order by date) as next_date,
        lag(app_name) over (partition by organization, app_id order by date) as previous_app_name,
        lag(creator_member_id) over (partition by organization, app_id order by date) as previous_creator_member_id,
        lag(creator_name) over (partition by organization, app_id order by date) as previous_creator_name,
        lag(public_links) over (partition by organization, app_id order by date) as previous_public_links
    from {{ ref('app_days') }}
),

{%- set nothing = 'cast(null as ' ~ dbt.type_string() ~ ')' %}

appeared as (
    select
        app_days.organization,
        app_days.app_id,
        app_days.date,
        'appeared' as change,
        app_days.app_name,
        {{ nothing }} as value_before,
        app_days.app_name as value_after
    from app_days
    inner join days on app_days.organization = days.organization and app_days.date = days.date
    where
        days.previous_day is not null
        and (app_days.previous_date is null or app_days.previous_date < days.previous_day)
),

vanished as (
    select
        app_days.organization,
        app_days.app_id,
        days.next_day as date,
        'vanished' as change,
        app_days.app_name,
        app_days.app_name as value_before,
        {{ nothing }} as value_after
    from app_days
    inner join days on app_days.organization = days.organization and app_days.date = days.date
    where days.next_day is not null and (app_days.next_date is null or app_days.next_date > days.next_day)
),

renamed as (
    select
        organization,
        app_id,
        date,
        'renamed' as change,
        app_name,
        previous_app_name as value_before,
        app_name as value_after
    from app_days
    where previous_date is not null and app_name is distinct from previous_app_name
),

creator_changed as (
    select
        organization,
        app_id,
        date,
        'creator changed' as change,
        app_name,
        coalesce(
            case when creator_name is distinct from previous_creator_name then previous_creator_name end,
            previous_creator_member_id
        ) as value_before,
        coalesce(
            case when creator_name is distinct from previous_creator_name then creator_name end, creator_member_id
        ) as value_after
    from app_days
    where previous_date is not null and creator_member_id is distinct from previous_creator_member_id
),

public_links_changed as (
    select
        organization,
        app_id,
        date,
        'public links changed' as change,
        app_name,
        cast(previous_public_links as {{ dbt.type_string() }}) as value_before,
        cast(public_links as {{ dbt.type_string() }}) as value_after
    from app_days
    where previous_date is not null and public_links is distinct from previous_public_links
)

select * from appeared
union all
select * from vanished
union all
select * from renamed
union all
select * from creator_changed
union all
select * from public_links_changed
