/** The header by which an internal role asks the Gateway to start a job that it has just written down. */
export const JOB_HEADER = 'x-azimuth-job';
