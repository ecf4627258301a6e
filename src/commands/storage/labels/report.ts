import { metadataReport } from '../metadata.ts';

export default metadataReport('labels');
