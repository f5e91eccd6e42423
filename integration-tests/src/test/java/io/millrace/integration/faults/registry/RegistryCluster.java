package io.millrace.integration.faults.registry;

import io.millrace.integration.Distribution;
import io.millrace.integration.faults.Patience;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.FreePort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A broker and three instances of the registry over one topic, each in a process of its own. */
final class RegistryCluster implements AutoCloseable {

    private static final int NODES = 3;

    private final ChildJvm broker;
    private final List<RegistryNode> nodes = new ArrayList<>();
    private RegistryClaims claims;

    private RegistryCluster(Path folder, int leaderReadTimeoutMs) {
        String bootstrapServers = "127.0.0.1:" + FreePort.find();
        broker = Distribution.startHub(
                folder.resolve("broker"), "--roles", "broker", "--set", "listeners=PLAINTEXT://" + bootstrapServers);
        try {
            for (int node = 0; node < NODES; node++) {
                nodes.add(new RegistryNode(folder.resolve("registry-" + node), bootstrapServers, leaderReadTimeoutMs));
                nodes.get(node).start();
            }
            claims = new RegistryClaims(bootstrapServers);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Starts all; each waits so long for the answer of one that it takes for the leader. */
    static RegistryCluster start(Path folder, int leaderReadTimeoutMs) {
        return new RegistryCluster(folder, leaderReadTimeoutMs);
    }

    List<String> urls() {
        return nodes.stream().map(RegistryNode::url).toList();
    }

    /** Who has claimed the writes last. */
    RegistryNode leader() {
        String url = claims.leaderUrl();
        return nodes.stream()
                .filter(node -> node.url().equals(url))
                .findFirst()
                .orElseThrow(() -> new AssertionError("'" + url + "' leads, but is none of " + urls()));
    }

    /** Waits until another one than these has claimed the writes. */
    RegistryNode awaitLeaderBut(RegistryNode... others) {
        List<RegistryNode> excluded = List.of(others);
        Patience.await(
                () -> "a leader beside "
                        + excluded.stream().map(RegistryNode::url).toList(),
                () -> !excluded.contains(leader()));
        return leader();
    }

    /** What is there, when one instance has read it anew from the topic and all instances agree. */
    Set<StoredVersion> awaitAgreement() {
        nodes.get(0).kill();
        nodes.get(0).start();
        Patience.await(
                () -> "agreement, but there are "
                        + nodes.stream().map(node -> node.versions().size()).toList() + " versions",
                this::agrees);
        return nodes.get(0).versions();
    }

    private boolean agrees() {
        Set<StoredVersion> first = nodes.get(0).versions();
        return nodes.stream().skip(1).allMatch(node -> List.copyOf(node.versions())
                .equals(List.copyOf(first)));
    }

    @Override
    public void close() {
        if (claims != null) {
            claims.close();
        }
        nodes.forEach(RegistryNode::close);
        broker.close();
    }
}
