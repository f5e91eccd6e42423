package io.millrace.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.http.access.SecretLetters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * ACLs about hosts, where the instance that leads is sent a request by another one: the host that counts is the client's, as
 * the letter of that instance says, and never a header of the client's own. Clients come from two addresses of loopback, and
 * the instances from the first.
 */
class FollowerOriginIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String FIRST = "127.0.0.1";
    private static final String SECOND = "127.0.0.2";
    private static final String SECRET = "a secret of all instances";
    private static final String AUDIT = "audit-" + UUID.randomUUID();
    private static final String ANN = "Authorization: Basic "
            + Base64.getEncoder().encodeToString("ann:a".getBytes(StandardCharsets.UTF_8)) + "\r\n";

    @TempDir
    static Path folder;

    private static JudgedRegistries registries;
    private static RegistryServer follower;
    private static RegistryServer leader;
    private static int subjects;

    private String subject;

    @BeforeAll
    static void start() throws Exception {
        registries = new JudgedRegistries(folder);
        Map<String, String> properties = Map.of("inter.instance.secret", SECRET, "audit.topic", AUDIT);
        follower = registries.start(properties);
        leader = registries.start(properties);
        assertThat(JudgedRegistries.root(leader).register("known", "\"int\"").status())
                .isEqualTo(200);
        RestCaller root = JudgedRegistries.root(follower);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (root.get("/subjects/known/versions/1").status() != 200) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    @AfterAll
    static void close() {
        for (AutoCloseable each : new AutoCloseable[] {follower, leader, registries}) {
            closeQuietly(each);
        }
    }

    private static void closeQuietly(AutoCloseable each) {
        try {
            if (each != null) {
                each.close();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void nameASubject() {
        subject = "s" + ++subjects;
    }

    private void allowFrom(String host) throws InterruptedException {
        registries.acls().allowFrom("ann", host, AclOperation.WRITE, subject);
        registries.settle(follower);
        registries.settle(leader);
    }

    private String path() {
        return "/subjects/" + subject + "/versions";
    }

    /** The status that a client at an address gets. */
    private int register(String address, RegistryServer server, String headers) throws IOException {
        byte[] body = RestCaller.schemaBody("\"int\"").getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(loopback(address), 0));
            socket.connect(new InetSocketAddress(
                    loopback(FIRST), URI.create(server.url()).getPort()));
            socket.setSoTimeout((int) PATIENCE.toMillis());
            String head = "POST " + path() + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + body.length
                    + "\r\nConnection: close\r\n" + headers + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return Integer.parseInt(answer.substring(9));
        }
    }

    /** One of the addresses of loopback, without asking anybody for its name. */
    private static InetAddress loopback(String address) throws UnknownHostException {
        byte last = Byte.parseByte(address.substring(address.lastIndexOf('.') + 1));
        return InetAddress.getByAddress(new byte[] {127, 0, 0, last});
    }

    private String letter(String origin) {
        byte[] body = RestCaller.schemaBody("\"int\"").getBytes(StandardCharsets.UTF_8);
        return SecretLetters.HEADER + ": "
                + new SecretLetters("test", SECRET).write("ann", origin, "POST", path(), body) + "\r\n";
    }

    private List<JsonNode> audited() throws IOException {
        List<JsonNode> records = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> each : TopicRecords.all(registries.bootstrapServers(), AUDIT)) {
            if (new String(each.key(), StandardCharsets.UTF_8).equals(subject)) {
                records.add(RestCaller.JSON.readTree(each.value()));
            }
        }
        return records;
    }

    @Test
    void theClientsHostCountsAndNotTheFollowers() throws Exception {
        allowFrom(SECOND);
        assertThat(register(FIRST, follower, ANN)).isEqualTo(403);
        assertThat(register(FIRST, leader, ANN)).isEqualTo(403);
        assertThat(register(SECOND, follower, ANN)).isEqualTo(200);

        List<JsonNode> attempts = audited().stream()
                .filter(each -> each.path("phase").asText().equals("ATTEMPT"))
                .toList();
        assertThat(attempts).hasSize(1);
        assertThat(attempts.get(0).path("node").asText()).isEqualTo(leader.url());
        assertThat(attempts.get(0).path("client").asText()).startsWith(SECOND + ":");
        assertThat(attempts.get(0).path("forwardedBy").asText()).startsWith(FIRST + ":");
    }

    @Test
    void theHostOfTheFollowerGivesNoRight() throws Exception {
        allowFrom(FIRST);
        assertThat(register(SECOND, follower, ANN)).isEqualTo(403);
        assertThat(register(SECOND, leader, ANN)).isEqualTo(403);
        assertThat(register(FIRST, leader, letter(SECOND + ":1")))
                .as("which the leader judges by itself")
                .isEqualTo(403);
        assertThat(register(SECOND, leader, letter(FIRST + ":1"))).isEqualTo(200);
    }

    @Test
    void noHeaderOfTheClientsOwnIsBelieved() throws Exception {
        allowFrom(SECOND);
        String forged = "X-Forward: true\r\nX-Forwarded-For: " + SECOND + ":1\r\nForwarded: for=" + SECOND
                + "\r\nX-Real-IP: " + SECOND + "\r\n";
        assertThat(register(FIRST, leader, ANN + forged)).isEqualTo(403);
        assertThat(register(FIRST, follower, ANN + forged.replace("X-Forward: true\r\n", "")))
                .isEqualTo(403);
        String letter = letter(FIRST + ":1");
        String changed = letter.strip().substring(0, letter.lastIndexOf('.') + 1)
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString((SECOND + ":1").getBytes(StandardCharsets.UTF_8))
                + "\r\n";
        assertThat(register(FIRST, leader, letter + forged)).isEqualTo(403);
        assertThat(register(FIRST, leader, changed + forged)).isEqualTo(401);
        assertThat(register(SECOND, leader, ANN + forged.replace(SECOND, FIRST)))
                .isEqualTo(200);
        assertThat(audited()).as("denied or made").allSatisfy(each -> assertThat(
                        each.path("forwardedBy").asText(""))
                .as("%s", each)
                .isNotEqualTo(SECOND + ":1"));
        assertThat(audited().stream().map(each -> each.path("client").asText()))
                .noneMatch(each -> each.equals(SECOND + ":1"))
                .anyMatch(each -> each.startsWith(SECOND + ":"));
    }
}
