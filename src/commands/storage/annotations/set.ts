import { entryMetadataSet } from '../metadata.ts';

export default entryMetadataSet('annotations');
