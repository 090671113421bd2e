import { ManagedIdentityCredential } from '@azure/identity';

/** This role's managed identity: user-assigned where the settings name one, else the system-assigned one. */
export function credentialOf(config: { readonly AZURE_CLIENT_ID?: string | undefined }): ManagedIdentityCredential {
  return config.AZURE_CLIENT_ID === undefined
    ? new ManagedIdentityCredential()
    : new ManagedIdentityCredential({ clientId: config.AZURE_CLIENT_ID });
}
