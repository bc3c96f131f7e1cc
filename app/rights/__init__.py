"""查阅、复制、更正、删除: what a person may ask about their own data, from one page; and erasing in time."""
