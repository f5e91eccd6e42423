package io.millrace.hub.cli;

import io.millrace.hub.client.CommandException;
import io.millrace.hub.node.Hub;
import io.millrace.hub.node.Role;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code millrace rehearse}: servers on free ports, which live just long enough to take and give one record and to
 * answer one request each, twice on the same data. Every class that it loads goes into the archive from which later
 * starts map them; so it begins as {@link PlainStart} does, and servers without a broker find one in another process. It
 * ends early when its standard input does: whoever wants the archive holds that open.
 */
@Command(name = "rehearse", hidden = true, description = "Starts servers, uses each of them a little, and ends.")
final class RehearseCommand implements Callable<Integer> {

    private static final String TOPIC = "rehearsal";
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(20);
    private static final Map<Role, List<String>> PATHS = Map.of(
            Role.BROKER, List.of(),
            Role.REGISTRY, List.of("/subjects"),
            Role.GATEWAY, List.of(),
            Role.CONNECT, List.of("/connectors", "/connector-plugins"));

    static final String BROKER = "--broker";
    /** Of a process and a folder; a process with many threads takes a moment to be gone. */
    private static final String KILL_AND_DELETE = "kill -KILL \"$0\"; sleep 1; rm -rf -- \"$1\"";

    @Option(names = BROKER, description = "A broker for the rehearsal of others, until the standard input ends.")
    private boolean isBroker;

    @Option(names = "--roles", description = "Which servers (default: all).")
    private String roles = Role.all();

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("millrace-rehearsal");
        try {
            if (isBroker) {
                serveOthers(folder);
                return 0;
            }
            endWithCaller(folder);
            if (Role.parse(roles).contains(Role.BROKER)) {
                rehearse(folder, List.of());
            } else {
                try (RehearsalBroker broker = RehearsalBroker.start()) {
                    rehearse(folder, List.of("--set", "bootstrap.servers=" + broker.address()));
                }
            }
        } finally {
            delete(folder);
        }
        return 0;
    }

    private static void serveOthers(Path folder) throws IOException {
        StartCommand start = command(folder, Role.BROKER.key(), List.of());
        StartCommand.Started started = start.begin();
        try {
            start.report(started);
            System.in.transferTo(OutputStream.nullOutputStream());
        } finally {
            started.hub().close();
        }
    }

    /**
     * Nobody would take the archive, and the servers keep a machine busy for seconds. Whatever ends a JVM from inside makes it
     * write the archive first, so it is killed, by who then deletes what the servers wrote.
     */
    private static void endWithCaller(Path folder) {
        Thread watch = new Thread(
                () -> {
                    try {
                        System.in.transferTo(OutputStream.nullOutputStream());
                        System.err.println("the start that wanted this rehearsal has ended");
                        String pid = Long.toString(ProcessHandle.current().pid());
                        new ProcessBuilder("sh", "-c", KILL_AND_DELETE, pid, folder.toString()).start();
                    } catch (IOException e) {
                        System.err.println("the rehearsal leaves " + folder + " behind: " + e);
                        Runtime.getRuntime().halt(Failures.FAILED);
                    }
                },
                "end-with-caller");
        watch.setDaemon(true);
        watch.start();
    }

    private static StartCommand command(Path folder, String roles, List<String> more) {
        List<String> arguments = new ArrayList<>(List.of("--data", folder.toString(), "--roles", roles));
        for (Role role : Role.parse(roles)) {
            String protocol = role == Role.BROKER ? "PLAINTEXT" : "http";
            arguments.addAll(List.of("--set", role.key() + ".listeners=" + protocol + "://127.0.0.1:0"));
        }
        arguments.addAll(more);
        return PlainStart.command(arguments).orElseThrow();
    }

    private void rehearse(Path folder, List<String> more) throws Exception {
        StartCommand start = command(folder, roles, more);
        StartCommand.Started first = start.begin();
        try (Hub hub = first.hub()) {
            start.report(first);
            use(hub);
        }
        // Most starts find data: what reads them back has to be in the archive as well.
        try (Hub again = Hub.start(first.config())) {
            use(again);
        }
    }

    private static void use(Hub hub) throws Exception {
        if (hub.addresses().containsKey(Role.BROKER)) {
            writeAndRead(hub);
        }
        for (Map.Entry<Role, String> server : hub.addresses().entrySet()) {
            for (String path : PATHS.get(server.getKey())) {
                get(URI.create(server.getValue() + path));
            }
        }
    }

    /** By hand: what a client of HTTP loads would lie in the archive, and in the memory of servers that have none. */
    private static void get(URI address) throws IOException {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            String request = "GET " + address.getPath() + " HTTP/1.1\r\nHost: " + address.getAuthority()
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!answer.startsWith("HTTP/1.1 200 ")) {
                throw new CommandException("the rehearsal asked " + address + " and was answered " + answer);
            }
        }
    }

    private static void writeAndRead(Hub hub) throws Exception {
        Map<String, Object> client = Map.of("bootstrap.servers", hub.address(Role.BROKER));
        try (var producer = new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, 0, null, "record")).get();
        }
        try (var consumer = new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
            var partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            if (consumer.poll(READ_TIMEOUT).isEmpty()) {
                throw new CommandException("the rehearsal read nothing within " + READ_TIMEOUT);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
