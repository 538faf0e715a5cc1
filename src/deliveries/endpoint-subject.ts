/** What an alert about an endpoint names as its cause. */
export function subjectOf(endpointId: string): string {
  return `outbound_endpoint ${endpointId}`;
}
