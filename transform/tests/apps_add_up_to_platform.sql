-- Days on which platform_usage reports something else than the sum over the apps. The vendor does not promise that they
-- agree, and the app scope of an API key may hide apps: hence a warning.
{{ config(severity='warn') }}
select organization, date, apps, apps_reported, records, records_reported
from {{ ref('usagestats__organization_days') }}
where apps_difference <> 0 or records_difference <> 0
