select
    coalesce(cast(organization as {{ dbt.type_string() }}), '') as organization,
    cast(date as date) as date,
    cast(member_id as {{ dbt.type_string() }}) as member_id,
    cast(member_name as {{ dbt.type_string() }}) as member_name,
    {{- metrics('member_usage') }}
    cast(extra as {{ dbt.type_string() }}) as extra
from {{ loaded('member_usage', ['date', 'member_id'], ['organization', 'member_name', 'extra']) }}
