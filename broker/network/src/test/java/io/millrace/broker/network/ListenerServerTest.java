package io.millrace.broker.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenerServerTest {

    private static final short PRODUCE = 0;

    private final BlockingQueue<Exchange> received = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> resources = new ArrayList<>();
    private RequestMemory memory = new RequestMemory(Long.MAX_VALUE);

    @TempDir
    Path directory;

    @AfterEach
    void closeEverything() throws Exception {
        for (int i = resources.size() - 1; i >= 0; i--) {
            resources.get(i).close();
        }
    }

    @Test
    void answersInTheOrderOfTheRequestsWhateverIsReadyFirst() throws Exception {
        // Given
        Socket client = connect(start(limits(10, 8, 1 << 20), received::add));
        send(client, frame(3, "one"), frame(3, "two"), frame(3, "three"));
        List<Exchange> exchanges = List.of(take(), take(), take());

        // When
        respond(exchanges.get(2), "3");
        respond(exchanges.get(0), "1");
        exchanges.get(1).respondNothing();

        // Then
        assertThat(readFrame(client)).isEqualTo("1");
        assertThat(readFrame(client)).isEqualTo("3");
    }

    @Test
    void joinsMemoryAndFilePartsWithoutAGap() throws Exception {
        // Given
        Path file = Files.writeString(directory.resolve("segment"), "0123456789".repeat(50_000));
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        resources.add(channel);
        var released = new CountDownLatch(2);
        Socket client = connect(start(limits(10, 8, 1 << 20), received::add));
        send(client, frame(1, "fetch"));

        // When
        take().respond(List.of(
                bytes("head:"),
                new ResponsePart.FileRange(channel, 3, 400_000, released::countDown),
                bytes(":middle:"),
                new ResponsePart.FileRange(channel, 0, 4, released::countDown)));

        // Then
        String answer = readFrame(client);
        assertThat(answer).startsWith("head:3456").endsWith(":middle:0123").hasSize(5 + 400_000 + 8 + 4);
        assertThat(released.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void joinsShortFilePartsIntoOneBufferAndClosesWhenTheFileEndsBefore() throws Exception {
        // Given
        Path file = Files.writeString(directory.resolve("segment"), "0123456789");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        resources.add(channel);
        var released = new CountDownLatch(2);
        Socket client = connect(start(limits(10, 8, 1 << 20), received::add));
        send(client, frame(1, "fetch"));
        send(client, frame(1, "fetch"));

        // When
        take().respond(List.of(
                bytes("head:"), new ResponsePart.FileRange(channel, 3, 5, released::countDown), bytes(":tail")));
        String answer = readFrame(client);
        take().respond(List.of(bytes("head:"), new ResponsePart.FileRange(channel, 3, 50, released::countDown)));

        // Then
        assertThat(answer).isEqualTo("head:34567:tail");
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(released.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void closesAConnectionThatSendsWhatCannotBeARequestAndServesTheOthers() throws Exception {
        // Given
        ListenerServer server = start(limits(20, 8, 1 << 20), exchange -> respond(exchange, "ok"));
        Socket good = connect(server);
        List<byte[]> hostile = List.of(
                new byte[] {-1, -1, -1, -1},
                new byte[] {0x7f, -1, -1, -1, 0, 0},
                new byte[] {0, 0, 0, 0},
                new byte[] {0, 0, 0, 7, 0, 0, 0},
                "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                new byte[] {0x16, 3, 1, 0, 100});

        for (byte[] bytes : hostile) {
            // When
            Socket bad = connect(server);
            bad.getOutputStream().write(bytes);

            // Then
            assertThat(bad.getInputStream().read()).isEqualTo(-1);
        }
        send(good, frame(3, "still here"));
        assertThat(readFrame(good)).isEqualTo("ok");
    }

    @Test
    void allowsLongFramesOnlyForTheKeyThatCarriesRecords() throws Exception {
        // Given
        var limits = new ConnectionLimits(10, 10, Map.of(), Integer.MAX_VALUE, 60_000, 8, 1 << 20, 60_000);
        ListenerServer server = start(
                new ListenerConfig("127.0.0.1", 0, new FrameLimits(PRODUCE, 300_000, 1_000), limits),
                exchange -> respond(exchange, String.valueOf(exchange.request().remaining())));

        // When
        Socket producer = connect(server);
        send(producer, frame(PRODUCE, "x".repeat(200_000)));
        Socket other = connect(server);
        send(other, frame(3, "x".repeat(2_000)));

        // Then
        assertThat(readFrame(producer)).isEqualTo("200008");
        assertThat(other.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void stopsReadingFromAClientThatHasTooMuchUnanswered() throws Exception {
        // Given
        var count = new AtomicInteger();
        Socket client = connect(start(limits(10, 4, 1 << 20), exchange -> {
            count.incrementAndGet();
            received.add(exchange);
        }));

        // When
        byte[] large = frame(PRODUCE, "x".repeat(100_000));
        Thread sender = new Thread(() -> {
            try {
                for (int i = 0; i < 100; i++) {
                    client.getOutputStream().write(large);
                }
            } catch (IOException closed) {
                Thread.currentThread().interrupt();
            }
        });
        sender.start();
        List<Exchange> first = List.of(take(), take(), take(), take());

        // Then
        assertThat(received.poll(200, TimeUnit.MILLISECONDS)).isNull();
        first.forEach(Exchange::respondNothing);
        for (int i = 4; i < 100; i++) {
            take().respondNothing();
        }
        sender.join();
        assertThat(count).hasValue(100);
    }

    @Test
    void stopsReadingFromEverybodyWhileTheBrokerHoldsTooMuchOfAll() throws Exception {
        // Given
        byte[] large = frame(PRODUCE, "x".repeat(100_000));
        int frameBytes = large.length - 4;
        memory = new RequestMemory(3 * frameBytes - 1);
        ListenerServer server = start(limits(20, 64, 10 << 20), received::add);
        Socket greedy = connect(server);
        send(greedy, large, large, large);
        List<Exchange> first = List.of(take(), take(), take());

        // When
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Socket client = connect(server);
            senders.add(new Thread(() -> {
                try {
                    send(client, large, large, large, large);
                } catch (IOException closed) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        senders.forEach(Thread::start);

        // Then
        assertThat(received.poll(300, TimeUnit.MILLISECONDS)).isNull();
        assertThat(memory.usedBytes()).isLessThanOrEqualTo(3 * frameBytes + 8 * 65_536);
        first.forEach(Exchange::respondNothing);
        for (int i = 0; i < 8 * 4; i++) {
            take().respondNothing();
        }
        for (Thread sender : senders) {
            sender.join();
        }
        await(() -> memory.usedBytes() == 0);
    }

    @Test
    void givesUpPartsOfFramesThatKeepWholeOnesFromBeingRead() throws Exception {
        // Given
        memory = new RequestMemory(150_000);
        var patient = new ConnectionLimits(20, 20, Map.of(), Integer.MAX_VALUE, 60_000, 8, 1 << 20, 50);
        ListenerServer server = start(
                new ListenerConfig("127.0.0.1", 0, new FrameLimits(PRODUCE, 1 << 20, 1 << 20), patient),
                exchange -> respond(exchange, String.valueOf(exchange.frameBytes())));
        byte[] large = frame(PRODUCE, "x".repeat(100_000));
        for (int i = 0; i < 6; i++) {
            connect(server).getOutputStream().write(large, 0, 60_000);
        }
        await(() -> memory.usedBytes() > 150_000);

        // When
        Socket good = connect(server);
        send(good, large);

        // Then
        assertThat(readFrame(good)).isEqualTo("100008");
        await(() -> memory.usedBytes() <= 150_000);
    }

    @Test
    void tellsWhoeverStillWorksOnARequestThatItsClientIsGone() throws Exception {
        // Given
        var told = new CountDownLatch(1);
        Socket client = connect(start(limits(10, 8, 1 << 20), exchange -> {
            exchange.onDisconnect(told::countDown);
            received.add(exchange);
        }));
        send(client, frame(1, "a long wait"));
        Exchange exchange = take();

        // When
        client.close();

        // Then
        assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
        exchange.respondNothing();
        await(() -> memory.usedBytes() == 0);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 1_000 && !condition.getAsBoolean(); i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void turnsAwayConnectionsBeyondTheLimit() throws Exception {
        // Given
        ListenerServer server = start(limits(2, 8, 1 << 20), exchange -> respond(exchange, "ok"));
        Socket first = connect(server);
        Socket second = connect(server);
        for (Socket client : List.of(first, second)) {
            send(client, frame(3, "hello"));
            assertThat(readFrame(client)).isEqualTo("ok");
        }

        // When
        Socket third = connect(server);

        // Then
        assertThat(third.getInputStream().read()).isEqualTo(-1);
        send(first, frame(3, "again"));
        assertThat(readFrame(first)).isEqualTo("ok");
    }

    @Test
    void givesConnectionsTheBuffersThatWereAskedFor() throws Exception {
        // Given
        var buffers = new SocketBuffers(40_000, 50_000);
        ListenerServer server = start(
                new ListenerConfig(
                        "127.0.0.1",
                        0,
                        new FrameLimits(PRODUCE, 1_000, 1_000),
                        limits(2, 8, 1 << 20),
                        buffers,
                        Optional.empty(),
                        Optional.empty()),
                received::add);

        // When
        send(connect(server), frame(3, "accepted"));
        take();

        // Then Linux gives twice as much, for its own bookkeeping.
        ChannelConfig connection = server.open().iterator().next().config();
        assertThat(connection.getOption(ChannelOption.SO_SNDBUF)).isBetween(40_000, 80_000);
        assertThat(connection.getOption(ChannelOption.SO_RCVBUF)).isBetween(50_000, 100_000);
    }

    @Test
    void saysWhichPortIsInUse() throws Exception {
        // Given
        ListenerServer server = start(limits(2, 8, 1 << 20), received::add);
        int port = server.address().getPort();
        var config =
                new ListenerConfig("127.0.0.1", port, new FrameLimits(PRODUCE, 1_000, 1_000), limits(2, 8, 1 << 20));
        NetworkLoops loops = NetworkLoops.start("second", 1);
        resources.add(loops);

        // When, Then
        assertThatThrownBy(() ->
                        ListenerServer.bind(loops, config, memory, connections(config), connection -> received::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("in use");
    }

    private ListenerServer start(ConnectionLimits limits, RequestReceiver receiver) throws IOException {
        return start(new ListenerConfig("127.0.0.1", 0, new FrameLimits(PRODUCE, 1 << 20, 1 << 20), limits), receiver);
    }

    private ListenerServer start(ListenerConfig config, RequestReceiver receiver) throws IOException {
        NetworkLoops loops = NetworkLoops.start("network-test", 2);
        resources.add(loops);
        ListenerServer server = ListenerServer.bind(loops, config, memory, connections(config), connection -> receiver);
        server.accept();
        resources.add(server);
        return server;
    }

    private static ListenerConnections connections(ListenerConfig config) {
        return new ListenerConnections(new ConnectionCounts(config.connections()), ListenerLimits.NONE);
    }

    private static ConnectionLimits limits(int connections, int requests, long bytes) {
        return new ConnectionLimits(
                connections, connections, Map.of(), Integer.MAX_VALUE, 60_000, requests, bytes, 60_000);
    }

    private Socket connect(ListenerServer server) throws IOException {
        var socket =
                new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
        socket.setSoTimeout(10_000);
        resources.add(socket);
        return socket;
    }

    private Exchange take() throws InterruptedException {
        Exchange exchange = received.poll(10, TimeUnit.SECONDS);
        assertThat(exchange).isNotNull();
        return exchange;
    }

    private static byte[] frame(int apiKey, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(4 + 8 + content.length);
        frame.putInt(8 + content.length)
                .putShort((short) apiKey)
                .putShort((short) 0)
                .putInt(7)
                .put(content);
        return frame.array();
    }

    private static void send(Socket socket, byte[]... frames) throws IOException {
        var out = new DataOutputStream(socket.getOutputStream());
        for (byte[] frame : Arrays.asList(frames)) {
            out.write(frame);
        }
        out.flush();
    }

    private static void respond(Exchange exchange, String body) {
        exchange.respond(List.of(bytes(body)));
    }

    private static ResponsePart bytes(String text) {
        return new ResponsePart.Bytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String readFrame(Socket socket) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
