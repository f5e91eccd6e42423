package io.millrace.integration.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tools for the cluster: features, elections, reassignments, quorum, cluster, API versions. */
class ClusterToolsIT {

    @TempDir
    static Path folder;

    private static ToolsBroker broker;

    @BeforeAll
    static void start() {
        broker = ToolsBroker.start(folder);
        broker.tool("TopicCommand", "--create", "--topic", "placed", "--partitions", "2");
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void featuresAreDescribedAndTheirLevelsChecked() {
        assertThat(broker.tool("FeatureCommand", "describe"))
                .containsPattern("Feature: metadata.version\\s+SupportedMinVersion: \\S+\\s+"
                        + "SupportedMaxVersion: 4.3-IV0\\s+FinalizedVersionLevel: 4.3-IV0\\s+Epoch: \\d+")
                .contains("Feature: group.version", "Feature: transaction.version");
        assertThat(broker.tool("FeatureCommand", "upgrade", "--feature", "transaction.version=2"))
                .contains("transaction.version was upgraded to 2.");
        assertThat(broker.refused("FeatureCommand", "upgrade", "--feature", "group.version=9"))
                .contains("Could not upgrade group.version to 9.");
    }

    @Test
    void leadersAreElectedAlready() {
        assertThat(broker.tool("LeaderElectionCommand", "--election-type", "preferred", "--all-topic-partitions"))
                .doesNotContain("could not be elected");
        assertThat(broker.tool(
                        "LeaderElectionCommand",
                        "--election-type",
                        "preferred",
                        "--topic",
                        "placed",
                        "--partition",
                        "1"))
                .contains("Valid replica already elected for partitions placed-1");
        assertThat(broker.refused(
                        "LeaderElectionCommand", "--election-type", "unclean", "--topic", "placed", "--partition", "7"))
                .contains("placed-7", "could not be elected");
    }

    @Test
    void replicasAreReassignedToWhereTheyAre() {
        String plan = broker.file("plan.json", plan(1));
        assertThat(reassign("--execute", "--reassignment-json-file", plan))
                .contains("Successfully started partition reassignment for placed-0");
        assertThat(reassign("--verify", "--reassignment-json-file", plan))
                .contains("Reassignment of partition placed-0 is completed.");
        assertThat(reassign("--list")).contains("No partition reassignments found.");
        String topics = broker.file("topics.json", "{\"topics\": [{\"topic\": \"placed\"}], \"version\": 1}");
        assertThat(reassign("--generate", "--topics-to-move-json-file", topics, "--broker-list", "1"))
                .contains("Proposed partition reassignment configuration", "\"topic\":\"placed\"");
        assertThat(broker.refused(
                        "reassign.ReassignPartitionsCommand",
                        "--execute",
                        "--reassignment-json-file",
                        broker.file("stranger.json", plan(9))))
                .contains("Unknown broker id 9");
    }

    @Test
    void quorumIsOneVoterThatLeads() {
        assertThat(broker.tool("MetadataQuorumCommand", "describe", "--status"))
                .containsPattern("ClusterId:\\s+\\S{22}")
                .containsPattern("LeaderId:\\s+1")
                .containsPattern("HighWatermark:\\s+\\d+")
                .containsPattern("MaxFollowerLag:\\s+0")
                .containsPattern("CurrentVoters:\\s+\\[.*\"id\": 1");
        assertThat(broker.tool("MetadataQuorumCommand", "describe", "--replication"))
                .containsPattern("1\\s+\\S+\\s+\\d+\\s+0\\s+.*Leader");
    }

    @Test
    void clusterHasAnIdAndOneEndpoint() {
        String status = broker.tool("MetadataQuorumCommand", "describe", "--status");
        String id = status.lines().findFirst().orElseThrow().replaceAll(".*\\s", "");
        assertThat(cluster("cluster-id")).contains("Cluster ID: " + id);
        assertThat(cluster("list-endpoints"))
                .containsPattern("1\\s+127.0.0.1\\s+"
                        + broker.bootstrapServers().replaceAll(".*:", "") + "\\s+null\\s+unfenced");
    }

    @Test
    void apiVersionsAreThoseThatTheToolKnows() {
        assertThat(broker.tool("BrokerApiVersionsCommand"))
                .contains("(id: 1 rack: null isFenced: false) -> (")
                .contains("Produce(0): 0 to", "ConsumerGroupHeartbeat(68): 0 to")
                .contains("ShareFetch(78): UNSUPPORTED")
                .doesNotContain("ERROR");
    }

    /** This tool takes its command first. */
    private static String cluster(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--bootstrap-server", broker.bootstrapServers()));
        return KafkaTool.run("org.apache.kafka.tools.ClusterTool", all);
    }

    private static String plan(int replica) {
        return "{\"version\": 1, \"partitions\": [{\"topic\": \"placed\", \"partition\": 0, \"replicas\": [" + replica
                + "]}]}";
    }

    private static String reassign(String... arguments) {
        return broker.tool("reassign.ReassignPartitionsCommand", arguments);
    }
}
