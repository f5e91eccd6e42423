package io.millrace.broker.server.request;

import io.millrace.broker.server.hosting.QuorumStatus;
import io.millrace.broker.server.quota.ClientQuotas;

/**
 * What those who administer the cluster set and ask for.
 *
 * @param quotas what clients may use, and what they have used
 * @param quorum how the quorum of the metadata stands
 */
public record Administration(ClientQuotas quotas, QuorumStatus quorum) {}
