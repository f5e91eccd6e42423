package io.millrace.hub.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class FoldedTableTest {

    private final ObjectMapper mapper = new ObjectMapper();
    private final FoldedTable products = new FoldedTable("products");

    @Test
    void keepsALongTextThatAnUpdateLeftAlone() throws JsonProcessingException {
        apply("{'op': 'c', 'after': {'sku': 'a', 'price': '1', 'description': 'long'}}");
        apply("{'op': 'u', 'after': {'sku': 'a', 'price': '2', 'description': '__debezium_unavailable_value'}}");

        assertThat(products.rows()).hasSize(1).first().satisfies(row -> {
            assertThat(row.get("price").asText()).isEqualTo("2");
            assertThat(row.get("description").asText()).isEqualTo("long");
        });
        assertThat(products.changes()).isEqualTo(2);
    }

    @Test
    void forgetsDeletedRowsAndBringsThemBackWhenTheyAreInsertedAgain() throws JsonProcessingException {
        apply("{'op': 'r', 'after': {'sku': 'a', 'price': '1'}}");
        apply("{'op': 'd', 'before': {'sku': 'a'}, 'after': null}");
        assertThat(products.rows()).isEmpty();

        apply("{'op': 'c', 'after': {'sku': 'a', 'price': '3'}}");
        assertThat(products.rows()).hasSize(1);
    }

    @Test
    void emptiesTheTableOnTruncate() throws JsonProcessingException {
        apply("{'op': 'c', 'after': {'sku': 'a'}}");
        apply("{'op': 't'}");

        assertThat(products.rows()).isEmpty();
    }

    private void apply(String envelope) throws JsonProcessingException {
        products.apply(mapper.readTree(envelope.replace('\'', '"')));
    }
}
