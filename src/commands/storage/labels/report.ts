import { entryMetadataReport } from '../metadata.ts';

export default entryMetadataReport('labels');
