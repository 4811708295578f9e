import { armFaultPoint } from '../../src/fault-points.ts';
import { openLibsqlStore } from '../../src/store/libsql-store.ts';

/** Opens a database, and with it brings its schema up to date; dies at the point named. */
const [file = '', point = ''] = process.argv.slice(2);
armFaultPoint(point);
openLibsqlStore(file).close();
