import { metadataSet } from '../metadata.ts';

export default metadataSet('labels');
