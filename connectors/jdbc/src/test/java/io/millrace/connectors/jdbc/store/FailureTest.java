package io.millrace.connectors.jdbc.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {
    @ParameterizedTest
    @CsvSource({
        "08006,TRANSIENT",
        "40001,TRANSIENT",
        "53300,TRANSIENT",
        "57014,TRANSIENT",
        "57P01,TRANSIENT",
        "55P03,TRANSIENT",
        "25006,TRANSIENT",
        "22001,RECORD",
        "23505,RECORD",
        "42804,RECORD",
        "54000,RECORD",
        "P0001,RECORD",
        "42501,PERMANENT",
        "42P01,PERMANENT",
        "28P01,PERMANENT",
        "XX000,PERMANENT"
    })
    void saysWhatAStateMeansForTheBatch(String state, Failure expected) {
        assertThat(Failure.of(new SQLException("said", state))).isEqualTo(expected);
    }

    @Test
    void takesABrokenLineWithoutAStateForTransient() {
        assertThat(Failure.of(new SQLException("said", null, new IOException("cut"))))
                .isEqualTo(Failure.TRANSIENT);
        assertThat(Failure.of(new SQLException("said"))).isEqualTo(Failure.PERMANENT);
    }

    @ParameterizedTest
    @CsvSource({"57014,true", "57P01,false", "55P03,false"})
    void knowsWhatTookTooLong(String state, boolean expected) {
        assertThat(Failure.tookTooLong(new SQLException("said", state))).isEqualTo(expected);
    }
}
