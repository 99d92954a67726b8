{# The table of a stream; without rows if using_<stream> says that the tap does not load it. #}
{% macro loaded(stream, columns) -%}
  {%- if var('using_' ~ stream) -%}
    {{ source('usagestats', stream) }}
  {%- else -%}
    (
      select
        {%- for column in columns %}
        cast(null as {{ dbt.type_string() }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
      limit 0
    ) as not_loaded
  {%- endif -%}
{%- endmacro %}


{# The column organization, which tables have only if the tap's setting organization was set when they were created. #}
{% macro organization(stream) -%}
  {%- set ns = namespace(column="''") -%}
  {%- if execute and var('using_' ~ stream, true) -%}
    {%- for column in adapter.get_columns_in_relation(source('usagestats', stream)) if column.name | lower == 'organization' -%}
      {%- set ns.column = 'organization' -%}
    {%- endfor -%}
  {%- endif -%}
  cast({{ ns.column }} as {{ dbt.type_string() }})
{%- endmacro %}
