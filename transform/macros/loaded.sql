{# The table of a stream. Of the columns besides its keys, those that it lacks are null, and missing_columns names them. If
   using_<stream> says that the tap does not load it, there are no rows. #}
{% macro loaded(stream, keys, others=[]) -%}
  {%- set is_loaded = var('using_' ~ stream, true) -%}
  {%- set missing = others + metric_names(stream).keys() | list + ([] if is_loaded else keys) -%}
  {%- if is_loaded and execute -%}
    {%- set columns = adapter.get_columns_in_relation(source('usagestats', stream)) -%}
    {%- set found = columns | map(attribute='name') | map('lower') | list -%}
    {%- set missing = missing | reject('in', found) | list -%}
  {%- endif -%}
  (
    select
      {%- for column in missing %}
      cast(null as {{ dbt.type_string() }}) as {{ column }},
      {%- endfor %}
      '{{ missing | join(', ') }}' as missing_columns
      {{- ', * from ' ~ source('usagestats', stream) if is_loaded else ' limit 0' }}
  ) as {{ stream }}
{%- endmacro %}


{# A judgment of an app, or null if the table lacks the column: then a null in the column tells nothing. #}
{% macro unless_missing(column, judgment) -%}
  case when missing_columns like '%{{ column }}%' then null else {{ judgment }} end
{%- endmacro %}
