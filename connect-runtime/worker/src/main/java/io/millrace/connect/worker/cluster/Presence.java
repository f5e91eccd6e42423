package io.millrace.connect.worker.cluster;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the broker who is in a group. */
record Presence(Admin admin) {

    private static final Logger LOGGER = LoggerFactory.getLogger(Presence.class);
    private static final long TIMEOUT_MS = 1_000;

    boolean listed(String group, String memberId) {
        try {
            return admin
                    .describeConsumerGroups(List.of(group))
                    .all()
                    .get(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                    .get(group)
                    .members()
                    .stream()
                    .anyMatch(member -> member.consumerId().equals(memberId));
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.debug("group cannot be listed group={}", group, e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
