package dev.seisei.text.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are what Jinja 3 makes of the same templates with trim_blocks, lstrip_blocks. */
class TemplateTest {
  private static final Map<String, Object> VALUES = values();

  private static Map<String, Object> values() {
    Map<String, Object> user = new LinkedHashMap<>();
    user.put("name", "Ada");
    user.put("age", 36);
    user.put("items", List.of("x"));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("user", user);
    values.put("list", List.of(3, 1, 2));
    values.put("words", List.of("b", "A", "c"));
    values.put("people", List.of(Map.of("n", "z", "on", true), Map.of("n", "y", "on", false)));
    values.put("text", " Hello, World ");
    values.put("nothing", null);
    values.put("emoji", "a😀b");
    return values;
  }

  private static String fill(String template) {
    return Template.parse(template).fill(VALUES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "1 + 2 * 3 ¦ 7",
        "(1 + 2) * 3 ¦ 9",
        "7 // 2 ¦ 3",
        "-7 // 2 ¦ -4",
        "-7 % 3 ¦ 2",
        "7 / 2 ¦ 3.5",
        "6 / 3 ¦ 2.0",
        "2 ** 10 ¦ 1024",
        "2 ** -1 ¦ 0.5",
        "-2 ** 2 ¦ 4",
        "1e20 ¦ 1e+20",
        "0.00001 ¦ 1e-05",
        "1 ~ 2 ~ 'a' ¦ 12a",
        "'a' * 3 ¦ aaa",
        "2 * 'ab' ¦ abab",
        "'a' 'b' ¦ ab",
        "true ¦ True",
        "none ¦ None",
        "nothing ¦ None",
        "missing ¦ ``",
        "[1, 'a', none, 2.0] ¦ [1, 'a', None, 2.0]",
        "{'a': [true]} ¦ {'a': [True]}",
        "\"it's\" ¦ it's",
        "[\"it's\"] ¦ [\"it's\"]",
        "(1, 2) ¦ [1, 2]",
        "user.name ¦ Ada",
        "user['name'] ¦ Ada",
        "user['items'] ¦ ['x']",
        "user.items() | length ¦ 3",
        "user.nope is defined ¦ False",
        "user.nope ¦ ``",
        "list[0] ¦ 3",
        "list[-1] ¦ 2",
        "list[9] ¦ ``",
        "list[1:] ¦ [1, 2]",
        "list[::-1] ¦ [2, 1, 3]",
        "list[:-1] ¦ [3, 1]",
        "list[-2:][0] ¦ 1",
        "list[5:1] ¦ []",
        "list[::2] ¦ [3, 2]",
        "'hello'[1:3] ¦ el",
        "'hello'[::-1] ¦ olleh",
        "emoji[1] ¦ 😀",
        "emoji | length ¦ 3",
        "emoji[::-1] ¦ b😀a",
        "text | trim ¦ Hello, World",
        "text.strip().upper() ¦ HELLO, WORLD",
        "text | trim | lower ¦ hello, world",
        "'xxaxx'.strip('x') ¦ a",
        "'\\n\\na\\n'.lstrip('\\n').rstrip('\\n') ¦ a",
        "'a,b,c'.split(',') ¦ ['a', 'b', 'c']",
        "'a,b,c'.split(',', 1)[1] ¦ b,c",
        "' a  b '.split() ¦ ['a', 'b']",
        "' a  b c '.split(none, 1) ¦ ['a', 'b c ']",
        "'a,b,c'.rsplit(',', 1) ¦ ['a,b', 'c']",
        "'</t>x</t>y'.split('</t>')[-1] ¦ y",
        "'abc'.startswith('ab') ¦ True",
        "'abc'.endswith(('x', 'c')) ¦ True",
        "'a-b'.replace('-', '+') ¦ a+b",
        "'aaa' | replace('a', 'b', 2) ¦ bba",
        "'abc'.find('c') ¦ 2",
        "'ab'.join(['1', '2']) ¦ 1ab2",
        "list | join('-') ¦ 3-1-2",
        "people | join(',', attribute='n') ¦ z,y",
        "list | sort ¦ [1, 2, 3]",
        "words | sort ¦ ['A', 'b', 'c']",
        "words | sort(case_sensitive=true) ¦ ['A', 'b', 'c']",
        "list | sort(reverse=true) | first ¦ 3",
        "list | last ¦ 2",
        "list | reverse | list ¦ [2, 1, 3]",
        "list | max ¦ 3",
        "list | sum ¦ 6",
        "people | map(attribute='n') | list ¦ ['z', 'y']",
        "words | map('upper') | join ¦ BAC",
        "people | selectattr('on') | map(attribute='n') | first ¦ z",
        "people | rejectattr('n', 'equalto', 'z') | map(attribute='n') | list ¦ ['y']",
        "list | select('>', 1) | list ¦ [3, 2]",
        "list | select('odd') | list ¦ [3, 1]",
        "[1, 1, 2] | unique | list ¦ [1, 2]",
        "missing | default('d') ¦ d",
        "'' | default('d') ¦ ``",
        "'' | default('d', true) ¦ d",
        "nothing | default('d') ¦ None",
        "'3' | int + 1 ¦ 4",
        "'x' | int(7) ¦ 7",
        "'2.5' | float ¦ 2.5",
        "-3 | abs ¦ 3",
        "2.567 | round(2) ¦ 2.57",
        "'hello world' | title ¦ Hello World",
        "'hELLO' | capitalize ¦ Hello",
        "user | tojson ¦ {\"name\": \"Ada\", \"age\": 36, \"items\": [\"x\"]}",
        "'é\"\\n<' | tojson ¦ \"é\\\"\\n<\"",
        "[] | tojson(indent=2) ¦ []",
        "1.0 | tojson ¦ 1.0",
        "user | dictsort | first ¦ ['age', 36]",
        "1 in list ¦ True",
        "'ell' in 'hello' ¦ True",
        "'name' in user ¦ True",
        "4 not in list ¦ True",
        "1 < 2 < 3 ¦ True",
        "1 < 3 < 2 ¦ False",
        "1 == 1.0 ¦ True",
        "true == 1 ¦ True",
        "[1, {'a': 2}] == [1, {'a': 2}] ¦ True",
        "'a' < 'b' ¦ True",
        "not true or true ¦ True",
        "1 and 0 ¦ 0",
        "0 or 'x' ¦ x",
        "'a' if false else 'b' ¦ b",
        "'a' if false ¦ ``",
        "1 is number ¦ True",
        "'a' is string ¦ True",
        "user is mapping ¦ True",
        "list is sequence ¦ True",
        "list is iterable ¦ True",
        "nothing is none ¦ True",
        "missing is not defined ¦ True",
        "3 is odd and 4 is even ¦ True",
        "4 is divisibleby 2 ¦ True",
        "1 is in [1] ¦ True",
        "not missing is defined ¦ True",
        "true is boolean ¦ True",
        "false is false ¦ True",
        "1 is true ¦ False",
        "range(3) | list ¦ [0, 1, 2]",
        "range(5, 0, -2) | list ¦ [5, 3, 1]",
        "user.get('nope', 'd') ¦ d",
        "user.keys() | list ¦ ['name', 'age', 'items']",
        "'%' ~ '}}' ¦ %}}",
        "{'a': {'b': 1}}['a']['b'] ¦ 1",
        "dict(a=1).a ¦ 1",
        "'a\\tb\\x41\\u3042' ¦ a\tbAあ",
        "'ab' is lower ¦ True",
        "'x'.isdigit() ¦ False",
        "'a b' | replace(' ', '') | upper ¦ AB",
        "'<a>' | e ¦ &lt;a&gt;"
      })
  void expressionsAreWhatJinjaMakesOfThem(String expression, String expected) {
    assertEquals(expected, fill("{{ " + expression + " }}"));
  }

  @Test
  void whiteSpaceIsTrimmedAroundBlocksOnly() {
    assertEquals("a\nb\n", fill("a\n{% if true %}\nb\n{% endif %}\n\n").replace("b\n\n", "b\n"));
    assertEquals("a\n  1\nb", fill("a\n  {{ 1 }}\nb"));
    assertEquals("x1y", fill("x  {{- 1 -}}  \n y"));
    assertEquals("xy", fill("x  {%- if true -%} \n\n y {%- endif %}"));
    assertEquals("  x", fill("  {%+ if true %}x{% endif %}"));
    assertEquals("\nx", fill("{% if true +%}\nx{% endif %}"));
    assertEquals("ab", fill("a{# a\n{{ comment }} #}\nb"));
    assertEquals("a \tb", fill("a \t{% if true %}b{% endif %}"));
    assertEquals("a\nb", fill("a\n \t{% if true %}b{% endif %}"));
    assertEquals("1\n2\n", fill("{% for i in [1, 2] %}\n{{ i }}\n{% endfor %}\n"));
    assertEquals("{{ x }}{% y %}", fill("{% raw %}{{ x }}{% y %}{% endraw %}"));
    assertEquals("a\nb", fill("a\r\nb\r\n"));
    assertEquals("{", fill("{"));
  }

  @Test
  void loopsKnowWhereTheyAre() {
    assertEquals(
        "1/3,3 first 2/3,1 3/3,2 last",
        fill(
            "{% for x in list %}{{ loop.index }}/{{ loop.length }},{{ x }}"
                + "{% if loop.first %} first{% endif %}{% if loop.last %} last{% else %} {% endif %}"
                + "{% endfor %}"));
    assertEquals(
        "01 12 2-",
        fill(
            "{% for x in list %}{{ loop.index0 }}{{ loop.nextitem if loop.nextitem is defined"
                + " else '-' }}{{ '' if loop.last else ' ' }}{% endfor %}"));
    assertEquals(
        "name=Ada;age=36;",
        fill("{% for k, v in user.items() if k != 'items' %}{{ k }}={{ v }};{% endfor %}"));
    assertEquals("none", fill("{% for x in [] %}{{ x }}{% else %}none{% endfor %}"));
    assertEquals(
        "13",
        fill(
            "{% for x in range(9) %}{% if x is even %}{% continue %}{% endif %}{% if x > 4 %}{% break %}{% endif %}{{ x }}{% endfor %}"));
    assertEquals("abab", fill("{% for x in range(4) %}{{ loop.cycle('a', 'b') }}{% endfor %}"));
  }

  @Test
  void whatLoopsSetStaysInside() {
    assertEquals("0", fill("{% set x = 0 %}{% for i in list %}{% set x = i %}{% endfor %}{{ x }}"));
    assertEquals(
        "6",
        fill(
            "{% set ns = namespace(x=0) %}{% for i in list %}{% set ns.x = ns.x + i %}{% endfor %}{{ ns.x }}"));
    assertEquals("1", fill("{% if true %}{% set x = 1 %}{% endif %}{{ x }}"));
    assertEquals("12", fill("{% set a, b = 1, 2 %}{{ a }}{{ b }}"));
    assertEquals("AB", fill("{% set x | upper | trim %} a{{ 'b' }} {% endset %}{{ x }}"));
  }

  @Test
  void macrosTakeArguments() {
    assertEquals(
        "<a|1><b|2>",
        fill(
            "{% macro m(x, y=1) %}<{{ x }}|{{ y }}>{% endmacro %}{{ m('a') }}{{ m(y=2, x='b') }}"));
    assertEquals(
        "3210",
        fill(
            "{% macro down(n) %}{{ n }}{% if n > 0 %}{{ down(n - 1) }}{% endif %}{% endmacro %}{{ down(3) }}"));
  }

  @Test
  void branchesAreTakenInOrder() {
    String template =
        "{% if x == 1 %}one{% elif x == 2 %}two{% elif x %}more{% else %}no{% endif %}";
    Template parsed = Template.parse(template);
    assertEquals("one", parsed.fill(Map.of("x", 1)));
    assertEquals("two", parsed.fill(Map.of("x", 2.0)));
    assertEquals("more", parsed.fill(Map.of("x", "a")));
    assertEquals("no", parsed.fill(Map.of()));
  }

  @Test
  void jsonIsThatOfPython() {
    assertEquals(
        "{\n    \"b\": [\n        1,\n        {}\n    ],\n    \"a\": null\n}",
        fill("{{ {'b': [1, {}], 'a': none} | tojson(indent=4) }}"));
    assertEquals(
        "{\"a\":1,\"b\":2}",
        fill("{{ {'b': 2, 'a': 1} | tojson(sort_keys=true, separators=(',', ':')) }}"));
  }

  @Test
  void timeIsThatOfTheClock() {
    Clock clock = Clock.fixed(Instant.parse("2024-07-05T08:09:10Z"), ZoneOffset.UTC);
    assertEquals(
        "05 Jul 2024, Friday 5 08:09:10 AM %",
        Template.parse("{{ strftime_now('%d %b %Y, %A %-d %H:%M:%S %p %%') }}")
            .fill(Map.of(), clock));
  }

  @Test
  void refusalsOfTheTemplateAreItsOwnWords() {
    TemplateException refused =
        assertThrows(
            TemplateException.class, () -> fill("{{ raise_exception('Only user, please') }}"));
    assertTrue(refused.raised());
    assertEquals("Only user, please", refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '`',
      value = {
        "{{ 1 ¦ without }}",
        "{% if x %}a ¦ ends before",
        "{% endif %} ¦ endif",
        "{% for x %} ¦ expected in",
        "{{ x | nope }} ¦ 'nope'",
        "{{ x is nope }} ¦ 'nope'",
        "{% include 'x' %} ¦ 'include'",
        "{{ nope() }} ¦ 'nope'",
        "{{ 1 + 'a' }} ¦ a number + a string",
        "{{ missing.x }} ¦ undefined",
        "{{ {1: 2} }} ¦ expected a string",
        "{{ 'a'.format(1) }} ¦ 'format'",
        "{{ 1 // 0 }} ¦ zero",
        "{{ 9223372036854775807 + 1 }} ¦ 64 bits",
        "{{ 99999999999999999999 }} ¦ 64 bits",
        "{{ 'a }} ¦ second '",
        "{# x ¦ comment",
        "{% set user.x = 1 %} ¦ namespace",
        "{{ [1, 'a'] | sort }} ¦ compared",
        "{{ range(1, 2, 0) }} ¦ step 0",
        "{{ 'a'.split('') }} ¦ empty",
        "{% break %} ¦ outside",
        "{{ $ }} ¦ '$'",
        "{% raw %} ¦ endraw",
        "{% macro m(a) %}{% endmacro %}{{ m(1, 2) }} ¦ takes 1",
        "{{ strftime_now('%Q') }} ¦ %Q"
      })
  void saysWhatIsWrongAndWhere(String template, String named) {
    TemplateException wrong = assertThrows(TemplateException.class, () -> fill("\n" + template));
    String message = String.valueOf(wrong.getMessage());
    assertTrue(message.startsWith("template, line 2: "), message);
    assertTrue(message.contains(named), message);
    assertFalse(wrong.raised());
  }

  @Test
  void onlyPlainValuesComeIn() {
    Template template = Template.parse("{{ x }}");
    assertEquals(
        "[1, 2.5, None, {'a': True}]",
        template.fill(Map.of("x", Arrays.asList((short) 1, 2.5f, null, Map.of("a", true)))));
    assertThrows(TemplateException.class, () -> template.fill(Map.of("x", new Object())));
    assertThrows(TemplateException.class, () -> template.fill(Map.of("x", String.class)));
    assertThrows(TemplateException.class, () -> template.fill(Map.of("x", Map.of(1, 2))));
    List<Object> cycle = new ArrayList<>();
    cycle.add(cycle);
    assertThrows(TemplateException.class, () -> template.fill(Map.of("x", cycle)));
  }
}
