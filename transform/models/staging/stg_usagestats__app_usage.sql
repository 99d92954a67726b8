{%- set columns = ['organization', 'app_name', 'creator_member_id', 'creator_name', 'created_at', 'last_edit_at',
    'last_visit_at', 'extra'] -%}
select
    coalesce(cast(organization as {{ dbt.type_string() }}), '') as organization,
    cast(date as date) as date,
    cast(app_id as {{ dbt.type_string() }}) as app_id,
    cast(app_name as {{ dbt.type_string() }}) as app_name,
    cast(creator_member_id as {{ dbt.type_string() }}) as creator_member_id,
    cast(creator_name as {{ dbt.type_string() }}) as creator_name,
    cast(created_at as {{ dbt.type_timestamp() }}) as created_at,
    cast(last_edit_at as {{ dbt.type_timestamp() }}) as last_edit_at,
    cast(last_visit_at as {{ dbt.type_timestamp() }}) as last_visit_at,
    {{- metrics('app_usage') }}
    cast(extra as {{ dbt.type_string() }}) as extra,
    missing_columns
from {{ loaded('app_usage', ['date', 'app_id'], columns) }}
