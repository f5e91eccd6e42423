package io.millrace.gateway.groups;

/**
 * What members of groups may take of the gateway.
 *
 * @param members how many of them it keeps at most, each with a consumer
 * @param sessionTimeoutMs for how long a token may be left unused before the partitions of its member are free for others
 * @param answerBytes the most bytes of records in one answer
 */
public record GroupLimits(int members, int sessionTimeoutMs, int answerBytes) {}
