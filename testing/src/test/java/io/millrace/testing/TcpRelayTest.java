package io.millrace.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpRelayTest {

    private static final int PATIENCE_MS = 60_000;
    private static final int SILENCE_MS = 200;

    private ServerSocket listener;
    private TcpRelay relay;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        relay = TcpRelay.to(listener.getLocalPort());
        client = new Socket(InetAddress.getLoopbackAddress(), relay.port());
        server = listener.accept();
        expect(client, server, 1);
        expect(server, client, 2);
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        server.close();
        relay.close();
        listener.close();
    }

    @Test
    void holdsBackWhatIsSentWhileItIsCut() throws IOException {
        // When
        relay.cut();
        client.getOutputStream().write(3);
        server.getOutputStream().write(4);
        // Then
        expectSilence(server);
        expectSilence(client);
        // When
        relay.heal();
        // Then
        assertThat(read(server)).isEqualTo(3);
        assertThat(read(client)).isEqualTo(4);
    }

    @Test
    void deliversLateWhatWasSentByAClientThatHungUp() throws IOException {
        relay.cut();
        client.getOutputStream().write(5);
        client.close();
        expectSilence(server);
        relay.heal();
        assertThat(read(server)).isEqualTo(5);
        assertThat(read(server)).isEqualTo(-1);
    }

    @Test
    void canBeCutOneWay() throws IOException {
        relay.cutAnswers();
        expect(client, server, 6);
        server.getOutputStream().write(7);
        expectSilence(client);
        relay.heal();
        assertThat(read(client)).isEqualTo(7);
    }

    private static void expect(Socket from, Socket to, int sent) throws IOException {
        from.getOutputStream().write(sent);
        assertThat(read(to)).isEqualTo(sent);
    }

    private static int read(Socket socket) throws IOException {
        socket.setSoTimeout(PATIENCE_MS);
        return socket.getInputStream().read();
    }

    private static void expectSilence(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE_MS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }
}
