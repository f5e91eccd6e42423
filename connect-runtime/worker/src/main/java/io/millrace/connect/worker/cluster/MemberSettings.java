package io.millrace.connect.worker.cluster;

import io.millrace.connect.worker.config.GroupConfig;
import io.millrace.connect.worker.observe.RebalanceObserver;
import java.net.URI;
import java.util.Map;

/**
 * Who joins which group, and how.
 *
 * @param url where the worker's REST interface answers
 * @param topic what the group's consumers subscribe to, though none gets a partition of it
 */
public record MemberSettings(
        String workerId,
        URI url,
        GroupConfig group,
        String topic,
        Map<String, Object> consumer,
        RebalanceObserver rebalances) {}
