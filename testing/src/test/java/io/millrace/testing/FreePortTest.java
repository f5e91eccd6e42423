package io.millrace.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortTest {
    private static final int PORTS = 500;

    @Test
    void givesEachPortOnceAndNoneThatAClientMayGet() throws IOException {
        // Given
        // In one piece: the kernel does not go on in the middle of a number.
        String range = Files.readAllLines(Path.of("/proc/sys/net/ipv4/ip_local_port_range"))
                .get(0);
        int firstOfClients = Integer.parseInt(range.split("\\s+")[0]);
        Set<Integer> ports = new HashSet<>();

        // When
        for (int i = 0; i < PORTS; i++) {
            ports.add(FreePort.find());
        }

        // Then
        assertThat(ports).hasSize(PORTS).allMatch(port -> port < firstOfClients);
        for (int port : ports) {
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        }
    }
}
