package io.millrace.connectors.jdbc.type;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WideningTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    smallint | integer | integer
                    smallint | bigint | bigint
                    integer | bigint | bigint
                    integer | numeric | numeric
                    bigint | numeric(10,2) | numeric
                    smallint | numeric(10,2) | numeric(10,2)
                    integer | double precision | double precision
                    real | double precision | double precision
                    numeric(6,2) | numeric(10,2) | numeric(10,2)
                    numeric(6,2) | numeric(6,4) | numeric(8,4)
                    numeric(6,2) | numeric | numeric
                    character varying(5) | character varying(9) | character varying(9)
                    character varying(5) | character varying | character varying
                    character varying(5) | text | text
                    character(3) | character(8) | character(8)
                    character(3) | character varying(8) | character varying(8)
                    timestamp(0) without time zone | timestamp without time zone | timestamp without time zone
                    bit varying(4) | bit varying(9) | bit varying(9)
                    integer[] | bigint[] | bigint[]
                    """)
    void growsAColumnThatIsTooNarrow(String existing, String desired, String expected) {
        assertThat(Widening.widened(SqlType.parse(existing), SqlType.parse(desired), false))
                .map(SqlType::sql)
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    bigint | integer
                    bigint | smallint
                    double precision | real
                    numeric | numeric(10,2)
                    numeric(10,4) | numeric(6,2)
                    numeric | bigint
                    text | character varying(5)
                    character varying(9) | character varying(5)
                    character varying | character varying(5)
                    timestamp without time zone | timestamp(3) without time zone
                    timestamp with time zone | timestamp without time zone
                    jsonb | json
                    uuid | text
                    text | integer
                    bigint | double precision
                    integer | text
                    boolean | integer
                    text[] | text
                    """)
    void neverNarrowsOrChangesTheKindOfAColumn(String existing, String desired) {
        assertThat(Widening.widened(SqlType.parse(existing), SqlType.parse(desired), false))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "integer,boolean",
        "boolean,text[]",
        "date,integer",
        "integer,text",
        "bigint,text",
        "numeric,text",
        "double precision,text",
        "boolean,text",
        "uuid,text",
        "inet,text",
        "date,text",
        "interval,text",
        "time without time zone,text",
        "timestamp(3) without time zone,text",
        "timestamp with time zone,text",
        "bytea,text",
        "jsonb,text"
    })
    void turnsAColumnIntoTextOnlyWhenToldTo(String existing, String desired) {
        assertThat(Widening.widened(SqlType.parse(existing), SqlType.parse(desired), true))
                .contains(SqlType.TEXT);
        assertThat(Widening.widened(SqlType.parse(existing), SqlType.parse(desired), false))
                .isEmpty();
    }

    @Test
    void turnsAnArrayIntoAnArrayOfText() {
        // Given
        SqlType numbers = SqlType.parse("integer[]");
        SqlType texts = SqlType.parse("text[]");

        // Then
        assertThat(Widening.widened(numbers, texts, true)).contains(texts);
        assertThat(Widening.widened(numbers, texts, false)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"mood", "citext", "text"})
    void leavesAStricterTypeThatSomebodyChoseForText(String existing) {
        assertThat(Widening.widened(SqlType.parse(existing), SqlType.TEXT, true))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    timestamp(3) with time zone[]
                    numeric(10,2)
                    character varying(20)
                    "weird (name"
                    geometry(Point,4326)
                    """)
    void readsAndWritesTypesAsTheServerSpellsThem(String spelled) {
        assertThat(SqlType.parse(spelled).sql()).isEqualTo(spelled);
    }
}
