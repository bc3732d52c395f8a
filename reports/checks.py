"""What `manage.py check` tells about this machine: each missing part, and what its absence costs."""

from django.core.checks import Tags, Warning, register

from reports.documents import faces


@register(Tags.compatibility)
def check_faces(app_configs, **kwargs):
    found = [
        Warning(
            f"缺少字体 {name}：公文用到它的地方将改用 Noto 字体印出，不合 GB/T 9704 的字体要求。",
            hint="执行 make setup，或把官方字体放进 CONSULT_FONTS 指定的文件夹。",
            id="reports.W001",
        )
        for name in faces.missing_faces()
    ]
    if not faces.has_fallback():
        found.append(
            Warning(
                "缺少 Noto CJK 字体：姓名、地名中的生僻字（如“䶮”）将印成“〓”。",
                hint="安装系统软件包 fonts-noto-cjk 和 fontconfig。",
                id="reports.W002",
            )
        )
    return found


@register(Tags.compatibility)
def check_harfbuzz(app_configs, **kwargs):
    if faces.has_harfbuzz_subset():
        return []
    return [
        Warning(
            "缺少系统库 libharfbuzz-subset：每份公文的生成时间将慢约 50 倍。",
            hint="安装系统软件包 libharfbuzz-subset0。",
            id="reports.W003",
        )
    ]
