select
    {{ organization('app_usage') }} as organization,
    cast(date as date) as date,
    cast(app_id as {{ dbt.type_string() }}) as app_id,
    cast(app_name as {{ dbt.type_string() }}) as app_name,
    cast(creator_member_id as {{ dbt.type_string() }}) as creator_member_id,
    cast(creator_name as {{ dbt.type_string() }}) as creator_name,
    cast(created_at as {{ dbt.type_timestamp() }}) as created_at,
    cast(last_edit_at as {{ dbt.type_timestamp() }}) as last_edit_at,
    cast(last_visit_at as {{ dbt.type_timestamp() }}) as last_visit_at,
    {{- metrics('app_usage') }}
    cast(extra as {{ dbt.type_string() }}) as extra
from {{ source('usagestats', 'app_usage') }}
