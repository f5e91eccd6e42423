package io.millrace.gateway.once;

import java.util.Optional;

/**
 * Where the answers to requests with keys are kept.
 *
 * @param topic its name; {@code topic-N} are also the transactional ids
 * @param partitions of a topic that the gateway makes: how many transactions go on at once
 * @param replicationFactor of a topic that the gateway makes; empty is the cluster's default
 * @param retentionMs how long a key is known
 * @param keysMax the most that are known at once
 */
public record OnceConfig(
        String topic, int partitions, Optional<Short> replicationFactor, long retentionMs, int keysMax) {}
