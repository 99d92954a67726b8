select
    coalesce(cast(organization as {{ dbt.type_string() }}), '') as organization,
    cast(date as date) as date,
    {{- metrics('platform_usage') }}
    cast(extra as {{ dbt.type_string() }}) as extra
from {{ loaded('platform_usage', ['date'], ['organization', 'extra']) }}
