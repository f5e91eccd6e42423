package io.millrace.registry.json.compare;

import java.util.Arrays;
import java.util.function.BiPredicate;

/** Pairs the elements of two sides so that as many as possible have a partner. */
final class Matching {
    private static final int NONE = -1;

    private final Budget budget;
    private final boolean[][] fits;
    private final int[] partnerOfRight;
    private final int[] partnerOfLeft;
    private int size;

    private Matching(Budget budget, boolean[][] fits, int rightCount) {
        this.budget = budget;
        this.fits = fits;
        this.partnerOfRight = new int[rightCount];
        this.partnerOfLeft = new int[fits.length];
        Arrays.fill(partnerOfRight, NONE);
        Arrays.fill(partnerOfLeft, NONE);
    }

    /** A maximum matching of those that fit each other; each pair is tried once. */
    static Matching of(Budget budget, int leftCount, int rightCount, BiPredicate<Integer, Integer> fit) {
        budget.spend((long) leftCount * rightCount);
        boolean[][] fits = new boolean[leftCount][rightCount];
        for (int left = 0; left < leftCount; left++) {
            for (int right = 0; right < rightCount; right++) {
                fits[left][right] = fit.test(left, right);
            }
        }
        Matching matching = new Matching(budget, fits, rightCount);
        for (int left = 0; left < leftCount; left++) {
            if (matching.augment(left)) {
                matching.size++;
            }
        }
        return matching;
    }

    /** How many pairs there are. */
    int size() {
        return size;
    }

    boolean hasLeft(int left) {
        return partnerOfLeft[left] != NONE;
    }

    boolean hasRight(int right) {
        return partnerOfRight[right] != NONE;
    }

    /** Finds a partner for one more, moving others to another partner; breadth first, so that it needs no stack. */
    private boolean augment(int start) {
        budget.spend(fits.length);
        int[] cameFrom = new int[partnerOfRight.length];
        Arrays.fill(cameFrom, NONE);
        int[] queue = new int[fits.length];
        int tail = 0;
        queue[tail++] = start;
        for (int head = 0; head < tail; head++) {
            budget.spend(partnerOfRight.length);
            int left = queue[head];
            for (int right = 0; right < partnerOfRight.length; right++) {
                if (!fits[left][right] || cameFrom[right] != NONE) {
                    continue;
                }
                cameFrom[right] = left;
                if (partnerOfRight[right] == NONE) {
                    turn(right, cameFrom);
                    return true;
                }
                queue[tail++] = partnerOfRight[right];
            }
        }
        return false;
    }

    private void turn(int free, int[] cameFrom) {
        int right = free;
        while (right != NONE) {
            int left = cameFrom[right];
            int before = partnerOfLeft[left];
            partnerOfLeft[left] = right;
            partnerOfRight[right] = left;
            right = before;
        }
    }
}
