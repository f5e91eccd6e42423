package io.millrace.registry.serde.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageWayTest {
    @ParameterizedTest
    @CsvSource({"0, 00", "1, 0202", "1 0, 040200", "0 0, 040000", "64, 028001", "2 3 1, 06040602"})
    void aWayIsZigZagVarintsAndThatToTheFirstMessageOneZero(String way, String hex) {
        // Given
        List<Integer> indexes = Stream.of(way.split(" ")).map(Integer::valueOf).toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        // When
        MessageWay.write(indexes, out);

        // Then
        assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo(hex);
        MessageWay read = MessageWay.read(HexFormat.of().parseHex("ff" + hex + "ff"), 1);
        assertThat(read.indexes()).isEqualTo(indexes);
        assertThat(read.end()).isEqualTo(1 + hex.length() / 2);
    }

    @Test
    void theFirstMessageMayBeWrittenOut() {
        assertThat(MessageWay.read(new byte[] {2, 0}, 0).indexes()).isEqualTo(List.of(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "04", "0480", "01", "ffffffff0f", "42", "02ffffffffffff"})
    void whatIsNoWayIsRefused(String hex) {
        assertThatThrownBy(() -> MessageWay.read(HexFormat.of().parseHex(hex), 0))
                .isInstanceOf(SerializationException.class);
    }
}
