/**
 * Where a service finds its files and its data, whether it serves or is only looked at: the paths it is told say nothing
 * about which.
 */
export const servicePlaces = { app: '/srv/app', data: '/srv/data' } as const;
