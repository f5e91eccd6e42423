package io.millrace.integration.faults.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.hub.client.HttpApi;
import io.millrace.integration.Distribution;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.FreePort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A registry of the distribution in a process of its own, always under the same address, as often as it dies. */
final class RegistryNode implements AutoCloseable {

    private static final List<String> JVM_OPTIONS = List.of("-Xmx384m");
    private static final int PAGE = 1000;

    private final Path folder;
    private final String url = "http://127.0.0.1:" + FreePort.find();
    private final HttpApi api = new HttpApi(url, "registry");
    private final List<String> arguments = new ArrayList<>(List.of("--roles", "registry"));
    private ChildJvm process;

    RegistryNode(Path folder, String bootstrapServers, int leaderReadTimeoutMs) {
        this.folder = folder;
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("kafkastore.bootstrap.servers", bootstrapServers);
        settings.put("kafkastore.topic.replication.factor", "1");
        settings.put("listeners", url);
        settings.put("schema.compatibility.level", "none");
        settings.put("leader.read.timeout.ms", Integer.toString(leaderReadTimeoutMs));
        settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    }

    /** As its claims name it. */
    String url() {
        return url;
    }

    /** Returns when it answers; by then it has claimed the writes. */
    void start() {
        process = Distribution.startHub(JVM_OPTIONS, folder, arguments.toArray(String[]::new));
    }

    void kill() {
        process.close();
    }

    void pause() {
        process.pause();
    }

    void resume() {
        process.resume();
    }

    /** All live versions of the default context. */
    Set<StoredVersion> versions() {
        Set<StoredVersion> versions = new TreeSet<>(RegistryNode::compare);
        JsonNode page;
        int offset = 0;
        do {
            page = api.get("/schemas?limit=" + PAGE + "&offset=" + offset);
            page.forEach(each -> versions.add(StoredVersion.of(each)));
            offset += page.size();
        } while (!page.isEmpty());
        return versions;
    }

    private static int compare(StoredVersion left, StoredVersion right) {
        int subjects = left.subject().compareTo(right.subject());
        return subjects != 0 ? subjects : Integer.compare(left.version(), right.version());
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
