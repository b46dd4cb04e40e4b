-- A release is told apart from a load: it reads only the rejected rows of one, and its file is that load's.

alter table ops.run add column released_from bigint references ops.run;
comment on column ops.run.released_from is 'Kørslen, hvis afviste rækker blev læst igen; tom for alt andet end frigivelser.';

update ops.run as r
set released_from = q.run_id
from (select distinct on (released_run_id) released_run_id, run_id from ops.quarantine where released_run_id is not null) as q
where q.released_run_id = r.run_id;
