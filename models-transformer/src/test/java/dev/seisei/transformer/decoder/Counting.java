package dev.seisei.transformer.decoder;

import dev.seisei.core.dataset.TextDataset;
import dev.seisei.data.text.InMemoryText;
import java.util.ArrayList;
import java.util.List;

/** Numbers in words, one after another: text by rules, of which most can be learned. */
public final class Counting {
  private static final String[] SMALL = {
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen"
  };

  private static final String[] TENS = {
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"
  };

  private Counting() {}

  /** The numbers below a thousand as one document. */
  public static TextDataset text() {
    return new InMemoryText("counting", List.of(String.join(", ", numbers())));
  }

  /** The numbers below a thousand, a document each. */
  public static TextDataset documents() {
    return new InMemoryText("numbers", numbers());
  }

  private static List<String> numbers() {
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      numbers.add(words(i));
    }
    return numbers;
  }

  static String words(int number) {
    if (number < 20) {
      return SMALL[number];
    }
    if (number < 100) {
      return TENS[number / 10] + (number % 10 == 0 ? "" : "-" + SMALL[number % 10]);
    }
    String hundreds = SMALL[number / 100] + " hundred";
    return number % 100 == 0 ? hundreds : hundreds + " and " + words(number % 100);
  }
}
