with ranked_reasons as (
    select
        organization,
        app_id,
        reason,
        since,
        {{ of_reason('risk') }} as risk,
        row_number() over (partition by organization, app_id order by {{ of_reason('risk') }} desc) as place
    from {{ ref('usagestats__app_reasons') }}
    where not is_exempt
),

actions as (
    select
        organization,
        app_id,
        max(case when place = 1 then reason end) as reason,
        max(case when place = 1 then since end) as since,
        max(risk) as risk,
        {{ dbt.listagg('case when place > 1 then reason end', "', '", 'order by place') }} as other_reasons
    from ranked_reasons
    group by organization, app_id
),

sized as (
    select
        actions.*,
        apps.app_name,
        apps.records,
        apps.public_links,
        apps.last_known_creator_name,
        {{ dbt.length(as_text('case when apps.records > 0 then apps.records else 0 end')) }} as size
    from actions
    inner join {{ ref('usagestats__apps') }} as apps
        on actions.organization = apps.organization and actions.app_id = apps.app_id
)

select
    organization,
    row_number() over (
        partition by organization order by risk * size desc, coalesce(records, 0) desc, app_id
    ) as rank,
    app_id,
    app_name,
    reason,
    since,
    cast(risk as {{ dbt.type_bigint() }}) as risk,
    cast(size as {{ dbt.type_bigint() }}) as size,
    cast(risk * size as {{ dbt.type_bigint() }}) as score,
    records,
    public_links,
    last_known_creator_name as last_known_person,
    {{ app_page('app_id') }} as link,
    {{ of_reason('what_to_do') }} as what_to_do,
    nullif(other_reasons, '') as other_reasons -- Snowflake aggregates nothing into an empty text
from sized
