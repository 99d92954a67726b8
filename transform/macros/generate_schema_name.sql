{# Models go beside the tables: usagestats_models for the tables of usagestats. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
  {{ var('source_schema') or target.schema }}_models
{%- endmacro %}
