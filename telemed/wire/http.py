"""Where the bodies of the HTTP interface live, one module per area.

http_values      ids, moments, references, enumerations
http_account     sign-in, one's own account
http_cases       worklist, case
http_steps       the steps of a case
http_form        the request form
http_patients    patients, consents
http_materials   materials, uploads, ECGs
http_scheduling  specialists, calendar, sessions
http_opinions    opinions, versions, signatures
http_recordings  recordings, tracks
http_admin       facilities, users, figures, audit

routes.py names every endpoint with its bodies. Nothing is re-exported: import from the module of the area.
"""
