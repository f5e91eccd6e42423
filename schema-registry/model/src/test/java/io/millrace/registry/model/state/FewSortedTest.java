package io.millrace.registry.model.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FewSortedTest {
    private final FewSorted<Integer> few = new FewSorted<>();

    @Test
    void isWhatATreeWouldBeWhateverComesAndGoes() {
        TreeSet<Integer> tree = new TreeSet<>();
        Random random = new Random(11);
        for (int i = 0; i < 5_000; i++) {
            int value = random.nextInt(4);
            // Now mostly coming, now mostly going.
            if (random.nextInt(10) < (i / 500 % 2 == 0 ? 7 : 3)) {
                few.add(value);
                tree.add(value);
            } else {
                few.remove(value);
                tree.remove(value);
            }
            assertThat(few.all()).containsExactlyElementsOf(tree);
            assertThat(few.isEmpty()).isEqualTo(tree.isEmpty());
            if (!tree.isEmpty()) {
                assertThat(few.first()).isEqualTo(tree.first());
            }
        }
    }

    @Test
    void keepsOneThatComesTwiceOnce() {
        few.add(7);
        few.add(7);
        assertThat(few.all()).isEqualTo(new TreeSet<>(List.of(7)));
        few.remove(7);
        assertThat(few.isEmpty()).isTrue();
    }
}
