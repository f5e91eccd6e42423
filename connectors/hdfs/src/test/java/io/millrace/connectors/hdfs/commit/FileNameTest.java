package io.millrace.connectors.hdfs.commit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileNameTest {

    @Test
    void writesAndReadsTheNamesOfExistingArchives() {
        // When
        String text = FileName.of("shop.orders", 7, 12, 345, ".avro").text(10);

        // Then
        assertThat(text).isEqualTo("shop.orders+7+0000000012+0000000345.avro");
        assertThat(FileName.parse(text)).contains(new FileName("shop.orders", 7, 12, 345, ".avro"));
        assertThat(FileName.parse("shop.orders+7+12+345.snappy.parquet")
                        .orElseThrow()
                        .endOffset())
                .isEqualTo(345);
    }

    @Test
    void knowsWhatIsNoNameOfOurs() {
        assertThat(FileName.parse("_SUCCESS")).isEmpty();
        assertThat(FileName.parse("part-00000.avro")).isEmpty();
        assertThat(FileName.parse("orders+x+1+2.avro")).isEmpty();
    }

    @Test
    void padsLargeOffsetsToTheirOwnLength() {
        assertThat(FileName.of("t", 0, 0, 98765432109L, ".avro").text(10)).isEqualTo("t+0+0000000000+98765432109.avro");
        assertThat(FileName.of("t", 0, 0, 9, ".avro").text(0)).isEqualTo("t+0+0+9.avro");
    }
}
