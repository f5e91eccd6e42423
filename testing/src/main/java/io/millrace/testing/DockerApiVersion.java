package io.millrace.testing;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which version of the Docker Engine API the engine on a Unix socket speaks. Testcontainers asks for one fixed version,
 * which an older engine (Debian 12 has 20.10) answers with an error.
 */
final class DockerApiVersion {

    /** The answer is a few hundred bytes; more is not read. */
    private static final int ANSWER_BYTES_MAX = 64 * 1024;

    private static final Pattern API_VERSION = Pattern.compile("\"ApiVersion\"\\s*:\\s*\"([0-9.]+)\"");

    private DockerApiVersion() {}

    /** The newest version that the engine speaks; empty when nothing answers, or not as an engine does. */
    static Optional<String> of(Path socket) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(StandardCharsets.US_ASCII.encode("GET /version HTTP/1.0\r\nHost: docker\r\n\r\n"));
            ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES_MAX);
            while (answer.hasRemaining() && channel.read(answer) >= 0) {}
            Matcher version = API_VERSION.matcher(
                    StandardCharsets.UTF_8.decode(answer.flip()).toString());
            return version.find() ? Optional.of(version.group(1)) : Optional.empty();
        } catch (IOException noEngine) {
            return Optional.empty();
        }
    }
}
